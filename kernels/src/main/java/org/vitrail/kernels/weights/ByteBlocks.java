package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.B2F;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Q8_0 weights where they are: blocks of an F16 scale and 32 bytes with signs. The loops are written out for the reason that
 * {@link HalfRows} gives.
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
    if (LANES == 16) multiplyHalves(memory.address(), columns() / BLOCK, x, first, end, y, yAt);
    else multiplyQuarters(memory.address(), columns() / BLOCK, x, first, end, y, yAt);
  }

  /** A block is two vectors. */
  private static void multiplyHalves(long w, int blocks, float[] x, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r++) {
      long at = (long) r * blocks * BLOCK_BYTES;
      var even = FloatVector.zero(FLOATS);
      var odd = even;
      FloatVector p;
      int k = 0;
      for (; k <= (blocks - 2) * BLOCK; k += 2 * BLOCK) {
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k));
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        even = p.fma(FloatVector.broadcast(FLOATS, Float.float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at))), even);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 36, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k + 32));
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 52, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 48), p);
        odd = p.fma(FloatVector.broadcast(FLOATS, Float.float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at + 34))), odd);
        at += 2 * BLOCK_BYTES;
      }
      if (k < blocks * BLOCK) {
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k));
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        even = p.fma(FloatVector.broadcast(FLOATS, Float.float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at))), even);
      }
      var s = even.add(odd);
      s = s.add(s.rearrange(ROTATE_8));
      s = s.add(s.rearrange(ROTATE_4));
      s = s.add(s.rearrange(ROTATE_2));
      y[yAt + r] = s.lane(0) + s.lane(1);
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
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k));
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 10, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 8), p);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 26, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 24), p);
        even = p.fma(FloatVector.broadcast(FLOATS, Float.float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at))), even);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 36, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k + 32));
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 44, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 40), p);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 52, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 48), p);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 60, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 56), p);
        odd = p.fma(FloatVector.broadcast(FLOATS, Float.float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at + 34))), odd);
        at += 2 * BLOCK_BYTES;
      }
      if (k < blocks * BLOCK) {
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 2, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .mul(FloatVector.fromArray(FLOATS, x, k));
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 10, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 8), p);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 18, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        p = ((FloatVector) ByteVector.fromMemorySegment(BYTES, ALL, w + at + 26, LITTLE_ENDIAN).convertShape(B2F, FLOATS, 0))
            .fma(FloatVector.fromArray(FLOATS, x, k + 24), p);
        even = p.fma(FloatVector.broadcast(FLOATS, Float.float16ToFloat(ALL.get(JAVA_SHORT_UNALIGNED, w + at))), even);
      }
      var s = even.add(odd);
      s = s.add(s.rearrange(ROTATE_4));
      s = s.add(s.rearrange(ROTATE_2));
      y[yAt + r] = s.lane(0) + s.lane(1);
    }
  }
}
