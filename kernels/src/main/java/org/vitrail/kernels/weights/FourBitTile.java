package org.vitrail.kernels.weights;

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
 * A tile of {@link GroupTiles} whose weights have 4 bits times x, 32 columns at a time.
 *
 * <p>The odd one of a pair of columns stands in bits 19 to 22 of a fraction, {@code 1 + q/16}, the even one in bits 15
 * to 18, {@code 1 + q/256}.
 */
final class FourBitTile {
  private static final long VECTOR_BYTES = 4L * LANES;
  private static final int ODD = 0x00780000;
  private static final int EVEN = 0x00078000;
  private static final int ONE = 0x3F800000;

  private FourBitTile() {}

  /**
   * Writes a vector of y.
   *
   * @param scales where those of the first group are
   * @param scaleStep from them to the next ones
   * @param blocks where the first block is
   * @param perBlock groups of a block, 1 or 8
   */
  static void multiply(MemorySegment w, long scales, int scaleStep, long blocks, int perBlock, int columns, float[] x,
      float[] y, int yAt) {
    var sum = FloatVector.zero(FLOATS);
    var offsets = sum;
    int shift = perBlock == 1 ? 5 : 8;
    long blockBytes = (2 + 4 * perBlock) * VECTOR_BYTES;
    for (int k = 0; k < columns; k += 32) {
      long block = blocks + (k >> shift) * blockBytes;
      long at = block + (2 + 4 * (k >> 5 & perBlock - 1)) * VECTOR_BYTES;
      var odd = FloatVector.broadcast(FLOATS, x[columns + (k >> 5)]);
      var even = FloatVector.zero(FLOATS);
      var pair = (IntVector) ShortVector.fromMemorySegment(SHORTS, w, scales, ByteOrder.LITTLE_ENDIAN)
          .convertShape(S2I, INTS, 0);
      var v = IntVector.fromMemorySegment(INTS, w, at, ByteOrder.LITTLE_ENDIAN);
      var s = v.lanewise(LSHL, 15);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 1]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k]), even);
      s = v.lanewise(LSHL, 7);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 3]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 2]), even);
      s = v.lanewise(LSHR, 1);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 5]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 4]), even);
      s = v.lanewise(LSHR, 9);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 7]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 6]), even);
      v = IntVector.fromMemorySegment(INTS, w, at + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      s = v.lanewise(LSHL, 15);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 9]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 8]), even);
      s = v.lanewise(LSHL, 7);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 11]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 10]), even);
      s = v.lanewise(LSHR, 1);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 13]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 12]), even);
      s = v.lanewise(LSHR, 9);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 15]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 14]), even);
      v = IntVector.fromMemorySegment(INTS, w, at + 2 * VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      s = v.lanewise(LSHL, 15);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 17]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 16]), even);
      s = v.lanewise(LSHL, 7);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 19]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 18]), even);
      s = v.lanewise(LSHR, 1);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 21]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 20]), even);
      s = v.lanewise(LSHR, 9);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 23]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 22]), even);
      v = IntVector.fromMemorySegment(INTS, w, at + 3 * VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      s = v.lanewise(LSHL, 15);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 25]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 24]), even);
      s = v.lanewise(LSHL, 7);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 27]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 26]), even);
      s = v.lanewise(LSHR, 1);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 29]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 28]), even);
      s = v.lanewise(LSHR, 9);
      odd = s.and(ODD).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 31]), odd);
      even = s.and(EVEN).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 30]), even);
      var scale = (FloatVector) pair.and(255).convertShape(I2F, FLOATS, 0);
      var minimum = (FloatVector) pair.lanewise(LSHR, 8).and(255).convertShape(I2F, FLOATS, 0);
      scale = scale.mul(FloatVector.fromMemorySegment(FLOATS, w, block, ByteOrder.LITTLE_ENDIAN));
      minimum = minimum.mul(FloatVector.fromMemorySegment(FLOATS, w, block + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN));
      sum = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, sum);
      offsets = minimum.fma(FloatVector.broadcast(FLOATS, x[columns + (columns + k >> 5)]), offsets);
      scales += scaleStep;
    }
    sum.mul(16).sub(offsets).intoArray(y, yAt);
  }
}
