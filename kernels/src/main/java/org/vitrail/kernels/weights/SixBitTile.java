package org.vitrail.kernels.weights;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.S2I;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.SHORTS;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * A tile of {@link GroupTiles} whose weights have 6 bits times x, 32 columns at a time.
 *
 * <p>The odd one of a pair of columns stands in bits 17 to 22 of a fraction, {@code 1 + q/64}, the even one in bits 13 to
 * 18, {@code 1 + q/1024}; the upper two bits come from another int.
 */
final class SixBitTile {
  private static final long VECTOR_BYTES = 4L * LANES;
  private static final int ODD = 0x001E0000;
  private static final int EVEN = 0x0001E000;
  private static final int ODD_ABOVE = 0x00600000;
  private static final int EVEN_ABOVE = 0x00060000;
  private static final int ONE = 0x3F800000;
  /** What a 32 is, the centre, in the lower place. */
  private static final float CENTRE = 1 + 32 / 1024f;

  private SixBitTile() {}

  /**
   * Writes a vector of y.
   *
   * @param scales where those of the first group are
   * @param blocks where the first block is
   */
  static void multiply(MemorySegment w, long scales, long blocks, int columns, float[] x, float[] y, int yAt) {
    var sum = FloatVector.zero(FLOATS);
    for (int k = 0; k < columns; k += 32) {
      long block = blocks + (k >> 8) * (49 * VECTOR_BYTES);
      long at = block + (1 + 6 * (k >> 5 & 7)) * VECTOR_BYTES;
      var pair = (IntVector) ShortVector.fromMemorySegment(SHORTS, w, scales, ByteOrder.LITTLE_ENDIAN)
          .convertShape(S2I, INTS, 0);
      var factor = FloatVector.fromMemorySegment(FLOATS, w, block, ByteOrder.LITTLE_ENDIAN);
      var bits = IntVector.fromMemorySegment(INTS, w, at + 4 * VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      var odd = FloatVector.broadcast(FLOATS, x[columns + (k >> 4)]);
      var even = FloatVector.zero(FLOATS);
      var v = IntVector.fromMemorySegment(INTS, w, at, ByteOrder.LITTLE_ENDIAN);
      var s = v.lanewise(LSHL, 13);
      var b = bits.lanewise(LSHL, 17);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 1]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k]), even);
      s = v.lanewise(LSHL, 5);
      b = bits.lanewise(LSHL, 9);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 3]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 2]), even);
      s = v.lanewise(LSHR, 3);
      b = bits.lanewise(LSHL, 1);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 5]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 4]), even);
      s = v.lanewise(LSHR, 11);
      b = bits.lanewise(LSHR, 7);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 7]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 6]), even);
      v = IntVector.fromMemorySegment(INTS, w, at + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      s = v.lanewise(LSHL, 13);
      b = bits.lanewise(LSHL, 15);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 9]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 8]), even);
      s = v.lanewise(LSHL, 5);
      b = bits.lanewise(LSHL, 7);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 11]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 10]), even);
      s = v.lanewise(LSHR, 3);
      b = bits.lanewise(LSHR, 1);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 13]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 12]), even);
      s = v.lanewise(LSHR, 11);
      b = bits.lanewise(LSHR, 9);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 15]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 14]), even);
      var scale = ((FloatVector) pair.lanewise(LSHL, 24).lanewise(ASHR, 24).convertShape(I2F, FLOATS, 0)).mul(factor);
      sum = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, sum);
      bits = IntVector.fromMemorySegment(INTS, w, at + 5 * VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      odd = FloatVector.broadcast(FLOATS, x[columns + (k >> 4) + 1]);
      even = FloatVector.zero(FLOATS);
      v = IntVector.fromMemorySegment(INTS, w, at + 2 * VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      s = v.lanewise(LSHL, 13);
      b = bits.lanewise(LSHL, 17);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 17]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 16]), even);
      s = v.lanewise(LSHL, 5);
      b = bits.lanewise(LSHL, 9);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 19]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 18]), even);
      s = v.lanewise(LSHR, 3);
      b = bits.lanewise(LSHL, 1);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 21]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 20]), even);
      s = v.lanewise(LSHR, 11);
      b = bits.lanewise(LSHR, 7);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 23]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 22]), even);
      v = IntVector.fromMemorySegment(INTS, w, at + 3 * VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      s = v.lanewise(LSHL, 13);
      b = bits.lanewise(LSHL, 15);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 25]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 24]), even);
      s = v.lanewise(LSHL, 5);
      b = bits.lanewise(LSHL, 7);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 27]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 26]), even);
      s = v.lanewise(LSHR, 3);
      b = bits.lanewise(LSHR, 1);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 29]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 28]), even);
      s = v.lanewise(LSHR, 11);
      b = bits.lanewise(LSHR, 9);
      odd = s.and(ODD).or(ONE).or(b.and(ODD_ABOVE)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 31]), odd);
      even = s.and(EVEN).or(ONE).or(b.and(EVEN_ABOVE)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 30]), even);
      scale = ((FloatVector) pair.lanewise(ASHR, 8).convertShape(I2F, FLOATS, 0)).mul(factor);
      sum = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, sum);
      scales += 2 * LANES;
    }
    sum.mul(64).intoArray(y, yAt);
  }
}
