package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.HIGH;
import static org.vitrail.kernels.math.VectorMath.LOW;

import jdk.incubator.vector.FloatVector;

/**
 * Transposes blocks of as many rows as a vector has lanes. To interleave the two halves of a block, element by element
 * in turn, rotates the bits of all addresses by one; after as many rotations as the row number has bits, row and column
 * have changed places (Stone 1971, the perfect shuffle). All vectors have the one width of the process: a second one
 * would make objects of them elsewhere.
 */
final class Transposition {
  private Transposition() {}

  /** {@code y[j, i] = x[i, j]} for i, j below the number of lanes; work has room for a block. */
  static void block(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] work) {
    if (LANES == 4) {
      interleaveQuarters(x, xAt, xRow, y, yAt, yRow);
      return;
    }
    interleaveQuarters(x, xAt, xRow, work, 0, LANES);
    if (LANES == 16) interleaveQuarters(work, 0, LANES, y, yAt, yRow);
    else interleaveHalves(work, 0, LANES, y, yAt, yRow);
  }

  /** Two rotations. */
  private static void interleaveQuarters(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    int quarter = LANES / 4 * xRow;
    for (int r = 0; r < LANES / 4; r++, xAt += xRow, yAt += 4 * yRow) {
      var x0 = FloatVector.fromArray(FLOATS, x, xAt);
      var x1 = FloatVector.fromArray(FLOATS, x, xAt + quarter);
      var x2 = FloatVector.fromArray(FLOATS, x, xAt + 2 * quarter);
      var x3 = FloatVector.fromArray(FLOATS, x, xAt + 3 * quarter);
      var low02 = x0.rearrange(LOW, x2);
      var high02 = x0.rearrange(HIGH, x2);
      var low13 = x1.rearrange(LOW, x3);
      var high13 = x1.rearrange(HIGH, x3);
      low02.rearrange(LOW, low13).intoArray(y, yAt);
      low02.rearrange(HIGH, low13).intoArray(y, yAt + yRow);
      high02.rearrange(LOW, high13).intoArray(y, yAt + 2 * yRow);
      high02.rearrange(HIGH, high13).intoArray(y, yAt + 3 * yRow);
    }
  }

  /** One rotation. */
  private static void interleaveHalves(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    int half = LANES / 2 * xRow;
    for (int r = 0; r < LANES / 2; r++, xAt += xRow, yAt += 2 * yRow) {
      var x0 = FloatVector.fromArray(FLOATS, x, xAt);
      var x1 = FloatVector.fromArray(FLOATS, x, xAt + half);
      x0.rearrange(LOW, x1).intoArray(y, yAt);
      x0.rearrange(HIGH, x1).intoArray(y, yAt + yRow);
    }
  }
}
