package org.vitrail.kernels.weights;

import static java.lang.Float.float16ToFloat;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.ByteVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.B2F;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Q8_0 weights where they are: blocks of an F16 scale and 32 bytes with signs. The loops are written out for the reason
 * that {@link HalfRows} gives.
 */
final class ByteBlocks extends Projection {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;
  /** As many bytes as a vector has floats; the Vector API has none of 4. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * LANES)));

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
    int pairs = (end - first) / 2;
    multiplyHalves(memory.address(), blocks, x, first, pairs, pairs, y, yAt);
    if (first + 2 * pairs < end) multiplyHalves(memory.address(), blocks, x, end - 1, 1, 0, y, yAt);
  }

  /**
   * A block is two vectors. Rows r and r + apart for the n rows from {@code first}: two streams, as {@link HalfRows}
   * has four.
   */
  private static void multiplyHalves(long w, int blocks, float[] x, int first, int n, int apart, float[] y, int yAt) {
    for (int r = first; r < first + n; r++) {
      long near = w + (long) r * blocks * BLOCK_BYTES;
      long far = near + (long) apart * blocks * BLOCK_BYTES;
      var s = FloatVector.zero(FLOATS);
      var t = s;
      FloatVector p;
      FloatVector x0;
      FloatVector x1;
      for (int k = 0; k < blocks * BLOCK; k += BLOCK) {
        x0 = FloatVector.fromArray(FLOATS, x, k);
        x1 = FloatVector.fromArray(FLOATS, x, k + 16);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, near + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0)).mul(x0);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, near + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(x1, p);
        s = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, near))), s);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, far + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0)).mul(x0);
        p = ((FloatVector) fromMemorySegment(BYTES, ALL, far + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(x1, p);
        t = p.fma(FloatVector.broadcast(FLOATS, float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, far))), t);
        near += BLOCK_BYTES;
        far += BLOCK_BYTES;
      }
      s = s.add(s.rearrange(ROTATE_8));
      t = t.add(t.rearrange(ROTATE_8));
      s = s.add(s.rearrange(ROTATE_4));
      t = t.add(t.rearrange(ROTATE_4));
      s = s.add(s.rearrange(ROTATE_2));
      t = t.add(t.rearrange(ROTATE_2));
      y[yAt + r] = s.lane(0) + s.lane(1);
      y[yAt + r + apart] = t.lane(0) + t.lane(1);
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
