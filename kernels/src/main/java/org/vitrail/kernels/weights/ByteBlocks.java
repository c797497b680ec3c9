package org.vitrail.kernels.weights;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;

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

  /** A block is two vectors; four blocks at a time. */
  private static void multiplyHalves(MemorySegment w, int blocks, float[] x, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r++) {
      long at = (long) r * blocks * BLOCK_BYTES;
      var even = FloatVector.zero(FLOATS);
      var odd = even;
      int k = 0;
      for (; k <= (blocks - 4) * BLOCK; k += 4 * BLOCK) {
        var p = floats(w, at + 2).mul(FloatVector.fromArray(FLOATS, x, k));
        p = floats(w, at + 18).fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        even = p.fma(scale(w, at), even);
        p = floats(w, at + 36).mul(FloatVector.fromArray(FLOATS, x, k + 32));
        p = floats(w, at + 52).fma(FloatVector.fromArray(FLOATS, x, k + 48), p);
        odd = p.fma(scale(w, at + 34), odd);
        p = floats(w, at + 70).mul(FloatVector.fromArray(FLOATS, x, k + 64));
        p = floats(w, at + 86).fma(FloatVector.fromArray(FLOATS, x, k + 80), p);
        even = p.fma(scale(w, at + 68), even);
        p = floats(w, at + 104).mul(FloatVector.fromArray(FLOATS, x, k + 96));
        p = floats(w, at + 120).fma(FloatVector.fromArray(FLOATS, x, k + 112), p);
        odd = p.fma(scale(w, at + 102), odd);
        at += 4 * BLOCK_BYTES;
      }
      for (; k < blocks * BLOCK; k += BLOCK) {
        var p = floats(w, at + 2).mul(FloatVector.fromArray(FLOATS, x, k));
        p = floats(w, at + 18).fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        even = p.fma(scale(w, at), even);
        at += BLOCK_BYTES;
      }
      var s = even.add(odd);
      s = s.add(s.rearrange(ROTATE_8));
      s = s.add(s.rearrange(ROTATE_4));
      s = s.add(s.rearrange(ROTATE_2));
      y[yAt + r] = s.lane(0) + s.lane(1);
    }
  }

  /** A block is four vectors; two blocks at a time. */
  private static void multiplyQuarters(MemorySegment w, int blocks, float[] x, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r++) {
      long at = (long) r * blocks * BLOCK_BYTES;
      var even = FloatVector.zero(FLOATS);
      var odd = even;
      int k = 0;
      for (; k <= (blocks - 2) * BLOCK; k += 2 * BLOCK) {
        var p = floats(w, at + 2).mul(FloatVector.fromArray(FLOATS, x, k));
        p = floats(w, at + 10).fma(FloatVector.fromArray(FLOATS, x, k + 8), p);
        p = floats(w, at + 18).fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        p = floats(w, at + 26).fma(FloatVector.fromArray(FLOATS, x, k + 24), p);
        even = p.fma(scale(w, at), even);
        p = floats(w, at + 36).mul(FloatVector.fromArray(FLOATS, x, k + 32));
        p = floats(w, at + 44).fma(FloatVector.fromArray(FLOATS, x, k + 40), p);
        p = floats(w, at + 52).fma(FloatVector.fromArray(FLOATS, x, k + 48), p);
        p = floats(w, at + 60).fma(FloatVector.fromArray(FLOATS, x, k + 56), p);
        odd = p.fma(scale(w, at + 34), odd);
        at += 2 * BLOCK_BYTES;
      }
      for (; k < blocks * BLOCK; k += BLOCK) {
        var p = floats(w, at + 2).mul(FloatVector.fromArray(FLOATS, x, k));
        p = floats(w, at + 10).fma(FloatVector.fromArray(FLOATS, x, k + 8), p);
        p = floats(w, at + 18).fma(FloatVector.fromArray(FLOATS, x, k + 16), p);
        p = floats(w, at + 26).fma(FloatVector.fromArray(FLOATS, x, k + 24), p);
        even = p.fma(scale(w, at), even);
        at += BLOCK_BYTES;
      }
      var s = even.add(odd);
      s = s.add(s.rearrange(ROTATE_4));
      s = s.add(s.rearrange(ROTATE_2));
      y[yAt + r] = s.lane(0) + s.lane(1);
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
