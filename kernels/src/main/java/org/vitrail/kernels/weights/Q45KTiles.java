package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.ByteVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.B2F;
import static org.vitrail.kernels.math.Simd.BYTES;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.weights.Native.ADDRESSES;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Q4_K and Q5_K weights, {@code d·scale·q − e·minimum}. For each 256 columns of a tile stand 2ⁿ·d of its rows, n the
 * number of bits, and e, F32; for each group of 32 columns the scales and the minimums, bytes; then the groups.
 *
 * <p>As in {@link NibbleTiles} q becomes {@code 1 + q/2ⁿ}. What a group's sum begins with, {@code −Σ x}, takes the ones
 * off again, and is what e and the minimum are multiplied by.
 *
 * <p>Each block is added to y by a call of its own: in a longer method the first of the JIT compilers runs out of
 * virtual registers.
 */
abstract sealed class Q45KTiles extends Tiles permits Q4KTiles, Q5KTiles {
  static final int BLOCK = 256;
  static final int GROUP = 32;
  /** Where in a tile's block e begins, the scales and minimums, and the groups. */
  private static final int OFFSETS = 2 * VECTOR_BYTES;
  static final int SCALES = 4 * VECTOR_BYTES;
  static final int GROUPS = 12 * VECTOR_BYTES;

  private final int blockBytes;

  Q45KTiles(StoredMatrix w, int vectors, Interleaving interleaving, SegmentAllocator memory) {
    super(w, vectors, interleaving, memory);
    blockBytes = vectors * VECTOR_BYTES;
  }

  /** What stands before the groups. */
  static void interleaveHead(long block, long to, int lane, int bits) {
    ALL.set(JAVA_FLOAT_UNALIGNED, to + 4L * lane, BlockLayout.half(ALL, block) * (1 << bits));
    ALL.set(JAVA_FLOAT_UNALIGNED, to + OFFSETS + 4L * lane, BlockLayout.half(ALL, block + 2));
    long at = to + SCALES + lane;
    for (int group = 0; group < BLOCK / GROUP; group++) {
      ALL.set(JAVA_BYTE, at, (byte) Q45K.scale(ALL, block + 4, group));
      ALL.set(JAVA_BYTE, at + ROWS, (byte) Q45K.minimum(ALL, block + 4, group));
      at += VECTOR_BYTES;
    }
  }

  @Override public int prepared() {
    return columns() + columns() / GROUP;
  }

  /** x, then −Σ x of each group. */
  @Override public void prepare(float[] x, int at, float[] prepared) {
    System.arraycopy(x, at, prepared, 0, columns());
    for (int k = 0; k < columns(); k += GROUP) {
      float sum = 0;
      for (int i = k; i < k + GROUP; i++) sum += prepared[i];
      prepared[columns() + k / GROUP] = -sum;
    }
  }

  @Override void multiplyTiles(long at, long far, float[] x, float[] y, int yAt, int yFar) {
    Arrays.fill(y, yAt, yAt + ROWS, 0);
    Arrays.fill(y, yFar, yFar + ROWS, 0);
    for (int k = 0; k < columns(); k += BLOCK) {
      int sums = columns() + k / GROUP;
      addMinimums(at, x, sums, y, yAt);
      if (far != at) addMinimums(far, x, sums, y, yFar);
      addGroups(at, far, x, k, sums, y, yAt, yFar);
      at += blockBytes;
      far += blockBytes;
    }
  }

  /** Adds {@code e·minimum·sum} of a block's groups to two vectors of y. */
  private static void addMinimums(long tile, float[] x, int sums, float[] y, int yAt) {
    long at = tile & ADDRESSES;
    long minimums = tile + SCALES + ROWS & ADDRESSES;
    var sum0 = FloatVector.zero(FLOATS);
    var sum1 = sum0;
    for (int group = sums; group < sums + BLOCK / GROUP; group++) {
      var xs = FloatVector.broadcast(FLOATS, x[group]);
      sum0 = ((FloatVector) fromMemorySegment(BYTES, ALL, minimums, LITTLE_ENDIAN)
          .convertShape(B2F, FLOATS, 0)).fma(xs, sum0);
      sum1 = ((FloatVector) fromMemorySegment(BYTES, ALL, minimums + LANES, LITTLE_ENDIAN)
          .convertShape(B2F, FLOATS, 0)).fma(xs, sum1);
      minimums = minimums + VECTOR_BYTES & ADDRESSES;
    }
    FloatVector.fromMemorySegment(FLOATS, ALL, at + OFFSETS, LITTLE_ENDIAN)
        .fma(sum0, FloatVector.fromArray(FLOATS, y, yAt)).intoArray(y, yAt);
    FloatVector.fromMemorySegment(FLOATS, ALL, at + OFFSETS + VECTOR_BYTES, LITTLE_ENDIAN)
        .fma(sum1, FloatVector.fromArray(FLOATS, y, yAt + LANES)).intoArray(y, yAt + LANES);
  }

  /**
   * Adds {@code d·scale·q·x} of a block of two tiles to their parts of y.
   *
   * @param k where the block's part of x begins
   * @param sums where those of its groups begin
   */
  abstract void addGroups(long at, long far, float[] x, int k, int sums, float[] y, int yAt, int yFar);
}
