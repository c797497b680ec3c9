package org.vitrail.kernels.weights;

import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.S2I;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;
import static org.vitrail.kernels.math.Simd.BYTES;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.SHORTS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import org.vitrail.kernels.math.Simd;

/**
 * The formats in which most models come, a vector of elements at a time. The fewest bytes of a vector are 8: with four
 * lanes, each holds two vectors of floats.
 */
final class CodecVector {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);
  private static final int STEP = BYTES.length();
  private static final boolean TWO = STEP == 2 * LANES;

  private CodecVector() {}

  /** Decodes, or says no if there is no kernel for the format. */
  static boolean decode(Format format, MemorySegment from, long at, float[] to, int toAt, int elements) {
    switch (format) {
      case F32 -> MemorySegment.copy(from, FLOAT, at, to, toAt, elements);
      case F16 -> f16(from, at, to, toAt, elements);
      case BF16 -> bf16(from, at, to, toAt, elements);
      case Q8_0 -> q80(from, at, to, toAt, elements);
      case Q4_0 -> q40(from, at, to, toAt, elements);
      case Q4_K -> q4k(from, at, to, toAt, elements);
      case Q6_K -> q6k(from, at, to, toAt, elements);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Exponent and fraction moved to their places, the exponent is too small by 112: a product puts that right, for
   * subnormal numbers too. Infinities and NaN get all bits of their exponent.
   */
  private static void f16(MemorySegment from, long at, float[] to, int toAt, int elements) {
    int i = 0;
    for (; i < Simd.loopBound(elements); i += LANES) {
      var h = (IntVector) ShortVector.fromMemorySegment(SHORTS, from, at + 2L * i, LITTLE).convertShape(S2I, INTS, 0);
      var magnitude = h.and(0x7fff);
      var scaled = magnitude.lanewise(LSHL, 13).reinterpretAsFloats().mul(0x1p112f).reinterpretAsInts();
      var finite = scaled.or(0x7f80_0000).blend(scaled, magnitude.compare(GE, 0x7c00).not());
      finite.or(h.and(0x8000_0000)).reinterpretAsFloats().intoArray(to, toAt + i);
    }
    for (; i < elements; i++) to[toAt + i] = BlockLayout.half(from, at + 2L * i);
  }

  private static void bf16(MemorySegment from, long at, float[] to, int toAt, int elements) {
    int i = 0;
    for (; i < Simd.loopBound(elements); i += LANES) {
      var h = (IntVector) ShortVector.fromMemorySegment(SHORTS, from, at + 2L * i, LITTLE).convertShape(S2I, INTS, 0);
      h.lanewise(LSHL, 16).reinterpretAsFloats().intoArray(to, toAt + i);
    }
    for (; i < elements; i++) to[toAt + i] = Float.intBitsToFloat(from.get(BlockLayout.SHORT, at + 2L * i) << 16);
  }

  private static void q80(MemorySegment from, long at, float[] to, int toAt, int elements) {
    for (int block = 0; block < elements; block += 32) {
      float d = BlockLayout.half(from, at);
      for (int j = 0; j < 32; j += STEP) {
        var q = ByteVector.fromMemorySegment(BYTES, from, at + 2 + j, LITTLE);
        ((FloatVector) q.convertShape(B2F, FLOATS, 0)).mul(d).intoArray(to, toAt + j);
        if (TWO) ((FloatVector) q.convertShape(B2F, FLOATS, 1)).mul(d).intoArray(to, toAt + j + LANES);
      }
      at += 34;
      toAt += 32;
    }
  }

  private static void q40(MemorySegment from, long at, float[] to, int toAt, int elements) {
    for (int block = 0; block < elements; block += 32) {
      float d = BlockLayout.half(from, at);
      for (int j = 0; j < 16; j += STEP) {
        var bytes = ByteVector.fromMemorySegment(BYTES, from, at + 2 + j, LITTLE);
        var q = (IntVector) bytes.convertShape(ZERO_EXTEND_B2I, INTS, 0);
        ((FloatVector) q.and(15).sub(8).convertShape(I2F, FLOATS, 0)).mul(d).intoArray(to, toAt + j);
        ((FloatVector) q.lanewise(LSHR, 4).sub(8).convertShape(I2F, FLOATS, 0)).mul(d).intoArray(to, toAt + 16 + j);
        if (TWO) {
          q = (IntVector) bytes.convertShape(ZERO_EXTEND_B2I, INTS, 1);
          int k = toAt + j + LANES;
          ((FloatVector) q.and(15).sub(8).convertShape(I2F, FLOATS, 0)).mul(d).intoArray(to, k);
          ((FloatVector) q.lanewise(LSHR, 4).sub(8).convertShape(I2F, FLOATS, 0)).mul(d).intoArray(to, k + 16);
        }
      }
      at += 18;
      toAt += 32;
    }
  }

  private static void q4k(MemorySegment from, long at, float[] to, int toAt, int elements) {
    for (int group = 0; group < elements / 32; group += 2) {
      int g = group % 8;
      float d = BlockLayout.half(from, at);
      float e = BlockLayout.half(from, at + 2);
      float scale = d * Q45K.scale(from, at + 4, g);
      float minimum = e * Q45K.minimum(from, at + 4, g);
      float highScale = d * Q45K.scale(from, at + 4, g + 1);
      float highMinimum = e * Q45K.minimum(from, at + 4, g + 1);
      long bytes = at + 16 + 16 * g;
      for (int j = 0; j < 32; j += STEP) {
        var b = ByteVector.fromMemorySegment(BYTES, from, bytes + j, LITTLE);
        var q = (IntVector) b.convertShape(ZERO_EXTEND_B2I, INTS, 0);
        var low = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
        var high = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
        low.mul(scale).sub(minimum).intoArray(to, toAt + j);
        high.mul(highScale).sub(highMinimum).intoArray(to, toAt + 32 + j);
        if (TWO) {
          q = (IntVector) b.convertShape(ZERO_EXTEND_B2I, INTS, 1);
          low = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
          high = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
          low.mul(scale).sub(minimum).intoArray(to, toAt + j + LANES);
          high.mul(highScale).sub(highMinimum).intoArray(to, toAt + 32 + j + LANES);
        }
      }
      toAt += 64;
      if (g == 6) at += 144;
    }
  }

  private static void q6k(MemorySegment from, long at, float[] to, int toAt, int elements) {
    for (int half = 0; half < elements / 128; half++) {
      int g = half % 2;
      float d = BlockLayout.half(from, at + 208);
      for (int j = 0; j < 32; j += STEP) {
        long scales = at + 192 + 8 * g + j / 16;
        float s0 = d * from.get(ValueLayout.JAVA_BYTE, scales);
        float s1 = d * from.get(ValueLayout.JAVA_BYTE, scales + 2);
        float s2 = d * from.get(ValueLayout.JAVA_BYTE, scales + 4);
        float s3 = d * from.get(ValueLayout.JAVA_BYTE, scales + 6);
        var first = ByteVector.fromMemorySegment(BYTES, from, at + 64 * g + j, LITTLE);
        var second = ByteVector.fromMemorySegment(BYTES, from, at + 64 * g + 32 + j, LITTLE);
        var upper = ByteVector.fromMemorySegment(BYTES, from, at + 128 + 32 * g + j, LITTLE);
        var a = (IntVector) first.convertShape(ZERO_EXTEND_B2I, INTS, 0);
        var b = (IntVector) second.convertShape(ZERO_EXTEND_B2I, INTS, 0);
        var h = (IntVector) upper.convertShape(ZERO_EXTEND_B2I, INTS, 0);
        var q = a.and(15).or(h.lanewise(LSHL, 4).and(48)).sub(32);
        ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s0).intoArray(to, toAt + j);
        q = b.and(15).or(h.lanewise(LSHL, 2).and(48)).sub(32);
        ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s1).intoArray(to, toAt + 32 + j);
        q = a.lanewise(LSHR, 4).or(h.and(48)).sub(32);
        ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s2).intoArray(to, toAt + 64 + j);
        q = b.lanewise(LSHR, 4).or(h.lanewise(LSHR, 2).and(48)).sub(32);
        ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s3).intoArray(to, toAt + 96 + j);
        if (TWO) {
          a = (IntVector) first.convertShape(ZERO_EXTEND_B2I, INTS, 1);
          b = (IntVector) second.convertShape(ZERO_EXTEND_B2I, INTS, 1);
          h = (IntVector) upper.convertShape(ZERO_EXTEND_B2I, INTS, 1);
          q = a.and(15).or(h.lanewise(LSHL, 4).and(48)).sub(32);
          ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s0).intoArray(to, toAt + j + LANES);
          q = b.and(15).or(h.lanewise(LSHL, 2).and(48)).sub(32);
          ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s1).intoArray(to, toAt + 32 + j + LANES);
          q = a.lanewise(LSHR, 4).or(h.and(48)).sub(32);
          ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s2).intoArray(to, toAt + 64 + j + LANES);
          q = b.lanewise(LSHR, 4).or(h.lanewise(LSHR, 2).and(48)).sub(32);
          ((FloatVector) q.convertShape(I2F, FLOATS, 0)).mul(s3).intoArray(to, toAt + 96 + j + LANES);
        }
      }
      toAt += 128;
      if (g == 1) at += 210;
    }
  }
}
