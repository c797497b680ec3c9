package org.vitrail.kernels.attention;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The transpose of a matrix of whole vectors, square by square: halves of the square change places, then halves of each
 * half, down to single elements.
 */
final class Transpose {
  private static final VectorShuffle<Float> SWAP_8 = swap(8);
  private static final VectorShuffle<Float> SWAP_4 = swap(4);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_1 = swap(1);
  private static final VectorMask<Float> HIGH_8 = high(8);
  private static final VectorMask<Float> HIGH_4 = high(4);
  private static final VectorMask<Float> HIGH_2 = high(2);
  private static final VectorMask<Float> HIGH_1 = high(1);

  private Transpose() {}

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(FLOATS, lane -> (lane ^ distance) % LANES);
  }

  private static VectorMask<Float> high(int distance) {
    long lanes = 0;
    for (int lane = 0; lane < LANES; lane++) if ((lane & distance) != 0) lanes |= 1L << lane;
    return VectorMask.fromLong(FLOATS, lanes);
  }

  /** {@code y[j, i] = x[i, j]} for (m, n) elements x, both multiples of the vector length. */
  static void transpose(int m, int n, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    for (int i = 0; i < m; i += LANES) {
      for (int j = 0; j < n; j += LANES) square(x, xAt + i * xRow + j, xRow, y, yAt + j * yRow + i, yRow);
    }
  }

  private static void square(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    if (LANES == 16) {
      exchange(8, SWAP_8, HIGH_8, x, xAt, xRow, y, yAt, yRow);
      exchange(4, SWAP_4, HIGH_4, y, yAt, yRow, y, yAt, yRow);
    } else if (LANES == 8) {
      exchange(4, SWAP_4, HIGH_4, x, xAt, xRow, y, yAt, yRow);
    }
    if (LANES == 4) exchange(2, SWAP_2, HIGH_2, x, xAt, xRow, y, yAt, yRow);
    else exchange(2, SWAP_2, HIGH_2, y, yAt, yRow, y, yAt, yRow);
    exchange(1, SWAP_1, HIGH_1, y, yAt, yRow, y, yAt, yRow);
  }

  /** Exchanges the upper right and the lower left part of each square of 2·{@code distance} elements a side. */
  private static void exchange(int distance, VectorShuffle<Float> swap, VectorMask<Float> high, float[] x, int xAt,
      int xRow, float[] y, int yAt, int yRow) {
    for (int pair = 0; pair < LANES / 2; pair++) {
      int upper = 2 * pair - (pair & distance - 1);
      int lower = upper + distance;
      var a = FloatVector.fromArray(FLOATS, x, xAt + upper * xRow);
      var b = FloatVector.fromArray(FLOATS, x, xAt + lower * xRow);
      a.blend(b.rearrange(swap), high).intoArray(y, yAt + upper * yRow);
      a.rearrange(swap).blend(b, high).intoArray(y, yAt + lower * yRow);
    }
  }
}
