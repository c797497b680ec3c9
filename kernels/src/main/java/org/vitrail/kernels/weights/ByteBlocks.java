package org.vitrail.kernels.weights;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Q8_0 weights where they are: blocks of an F16 scale and 32 bytes with signs. */
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
    if (LANES == 16) multiplyHalves(memory, columns() / BLOCK, x, first, end, y, yAt);
    else multiplyQuarters(memory, columns() / BLOCK, x, first, end, y, yAt);
  }

  /** A block is two vectors. */
  private static void multiplyHalves(MemorySegment w, int blocks, float[] x, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r++) {
      long at = (long) r * blocks * BLOCK_BYTES;
      var even = FloatVector.zero(FLOATS);
      var odd = even;
      int b = 0;
      for (; b + 2 <= blocks; b += 2) {
        int k = b * BLOCK;
        var p = floats(w, at + 2).mul(FloatVector.fromArray(FLOATS, x, k));
        p = floats(w, at + 18).fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        even = p.fma(scale(w, at), even);
        var q = floats(w, at + 36).mul(FloatVector.fromArray(FLOATS, x, k + 32));
        q = floats(w, at + 52).fma(FloatVector.fromArray(FLOATS, x, k + 48), q);
        odd = q.fma(scale(w, at + BLOCK_BYTES), odd);
        at += 2 * BLOCK_BYTES;
      }
      if (b < blocks) {
        var p = floats(w, at + 2).mul(FloatVector.fromArray(FLOATS, x, b * BLOCK));
        p = floats(w, at + 18).fma(FloatVector.fromArray(FLOATS, x, b * BLOCK + 16), p);
        even = p.fma(scale(w, at), even);
      }
      y[yAt + r] = Lanes.sum(even.add(odd));
    }
  }

  /** A block is four vectors. */
  private static void multiplyQuarters(MemorySegment w, int blocks, float[] x, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r++) {
      long at = (long) r * blocks * BLOCK_BYTES;
      var sum = FloatVector.zero(FLOATS);
      for (int k = 0; k < blocks * BLOCK; k += BLOCK) {
        var p = floats(w, at + 2).mul(FloatVector.fromArray(FLOATS, x, k));
        var q = floats(w, at + 10).mul(FloatVector.fromArray(FLOATS, x, k + 8));
        p = floats(w, at + 18).fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        q = floats(w, at + 26).fma(FloatVector.fromArray(FLOATS, x, k + 24), q);
        sum = p.add(q).fma(scale(w, at), sum);
        at += BLOCK_BYTES;
      }
      y[yAt + r] = Lanes.sum(sum);
    }
  }

  private static FloatVector floats(MemorySegment w, long at) {
    var bytes = ByteVector.fromMemorySegment(BYTES, w, at, ByteOrder.LITTLE_ENDIAN);
    return (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  private static FloatVector scale(MemorySegment w, long at) {
    return FloatVector.broadcast(FLOATS, Float.float16ToFloat(w.get(ValueLayout.JAVA_SHORT_UNALIGNED, at)));
  }
}
