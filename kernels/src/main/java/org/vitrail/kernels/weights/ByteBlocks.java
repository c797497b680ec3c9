package org.vitrail.kernels.weights;

import static java.lang.Float.float16ToFloat;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.ByteVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.B2F;
import static org.vitrail.kernels.math.Simd.BYTES;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;
import static org.vitrail.kernels.weights.Native.ADDRESSES;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Q8_0 weights where they are: blocks of an F16 scale and 32 bytes with signs. The loops are written out for the reason
 * that {@link HalfRows} gives.
 */
final class ByteBlocks extends Projection {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;

  private final MemorySegment memory;

  ByteBlocks(StoredMatrix w) {
    super(w.rows(), w.columns());
    memory = w.memory();
  }

  /** Whether the vectors are wide enough. */
  static boolean isPossible() {
    return LANES >= 8;
  }

  @Override public long bytes() {
    return memory.byteSize();
  }

  @Override public void prepare(float[] x, int at, float[] prepared) {
    System.arraycopy(x, at, prepared, 0, columns());
  }

  @Override public void multiply(float[] x, int first, int end, float[] y, int yAt) {
    int blocks = columns() / BLOCK;
    if (LANES == 8) {
      multiplyQuarters(memory.address(), blocks, x, first, end, y, yAt);
      return;
    }
    int n = (end - first) / 4;
    if (n > 0) multiplyHalves(memory.address(), blocks, x, first, n, n, y, yAt);
    for (int r = first + 4 * n; r < end; r++) multiplyHalves(memory.address(), blocks, x, r, 1, 0, y, yAt);
  }

  /**
   * A block is two vectors. Rows r, r + apart, r + 2·apart and r + 3·apart for the n rows from {@code first}: four
   * streams, as {@link HalfRows} has.
   */
  private static void multiplyHalves(long w, int blocks, float[] x, int first, int n, int apart, float[] y, int yAt) {
    long step = (long) apart * blocks * BLOCK_BYTES;
    for (int r = first; r < first + n; r++) {
      long at0 = w + (long) r * blocks * BLOCK_BYTES & ADDRESSES;
      long at1 = at0 + step & ADDRESSES;
      long at2 = at1 + step & ADDRESSES;
      long at3 = at2 + step & ADDRESSES;
      var s0 = FloatVector.zero(FLOATS);
      var s1 = s0;
      var s2 = s0;
      var s3 = s0;
      FloatVector p;
      FloatVector x0;
      FloatVector x1;
      for (int k = 0; k < blocks * BLOCK; k += BLOCK) {
        x0 = FloatVector.fromArray(FLOATS, x, k);
        x1 = FloatVector.fromArray(FLOATS, x, k + 16);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at0 + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0)).mul(x0);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at0 + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(x1, p);
        s0 = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, at0))), s0);
        at0 = at0 + BLOCK_BYTES & ADDRESSES;
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at1 + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0)).mul(x0);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at1 + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(x1, p);
        s1 = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, at1))), s1);
        at1 = at1 + BLOCK_BYTES & ADDRESSES;
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at2 + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0)).mul(x0);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at2 + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(x1, p);
        s2 = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, at2))), s2);
        at2 = at2 + BLOCK_BYTES & ADDRESSES;
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at3 + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0)).mul(x0);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, at3 + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(x1, p);
        s3 = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, at3))), s3);
        at3 = at3 + BLOCK_BYTES & ADDRESSES;
      }
      s0 = s0.add(s0.rearrange(ROTATE_8));
      s1 = s1.add(s1.rearrange(ROTATE_8));
      s2 = s2.add(s2.rearrange(ROTATE_8));
      s3 = s3.add(s3.rearrange(ROTATE_8));
      s0 = s0.add(s0.rearrange(ROTATE_4));
      s1 = s1.add(s1.rearrange(ROTATE_4));
      s2 = s2.add(s2.rearrange(ROTATE_4));
      s3 = s3.add(s3.rearrange(ROTATE_4));
      s0 = s0.add(s0.rearrange(ROTATE_2));
      s1 = s1.add(s1.rearrange(ROTATE_2));
      s2 = s2.add(s2.rearrange(ROTATE_2));
      s3 = s3.add(s3.rearrange(ROTATE_2));
      y[yAt + r] = s0.lane(0) + s0.lane(1);
      y[yAt + r + apart] = s1.lane(0) + s1.lane(1);
      y[yAt + r + 2 * apart] = s2.lane(0) + s2.lane(1);
      y[yAt + r + 3 * apart] = s3.lane(0) + s3.lane(1);
    }
  }

  /** A block is four vectors. */
  private static void multiplyQuarters(long w, int blocks, float[] x, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r++) {
      long at = (long) r * blocks * BLOCK_BYTES;
      var even = FloatVector.zero(FLOATS);
      var odd = even;
      FloatVector p;
      int k = 0;
      for (; k <= (blocks - 2) * BLOCK; k += 2 * BLOCK) {
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k));
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 10, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 8), p);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 26, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 24), p);
        even = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at))), even);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 36, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k + 32));
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 44, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 40), p);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 52, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 48), p);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 60, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 56), p);
        odd = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at + 34))), odd);
        at += 2 * BLOCK_BYTES;
      }
      if (k < blocks * BLOCK) {
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k));
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 10, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 8), p);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, w + at + 26, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 24), p);
        even = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at))), even);
      }
      var s = even.add(odd);
      s = s.add(s.rearrange(ROTATE_4));
      s = s.add(s.rearrange(ROTATE_2));
      y[yAt + r] = s.lane(0) + s.lane(1);
    }
  }
}
