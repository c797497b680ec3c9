package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.SHORTS;
import static org.vitrail.kernels.weights.Native.ADDRESSES;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.SegmentAllocator;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q4_0 weights, {@code scale·(nibble − 8)}. For each 32 columns of a tile stand the scales of its rows, F16, then for
 * each 8 columns an int of every row: as many bytes as in the file.
 *
 * <p>Nibble c of an int is that of column c. Shifted into the highest bits of a float's fraction, with the exponent of
 * 1, it is {@code 1 + n/16}, so nothing needs converting: {@code Σ x·(n − 8) = 16·(Σ x·(1 + n/16) − 1.5·Σ x)}.
 */
final class NibbleTiles extends Tiles {
  private static final int BLOCK = 32;
  /** The highest bits of a fraction. */
  private static final int FRACTION = 0x00780000;
  private static final int ONE = 0x3F800000;
  private static final int HALF = 0x8FFFE000;
  /** An F16 shifted into place is its value times 2^−112: this much of it x takes, the rest y. */
  private static final float BEFORE = 0x1p60f;
  private static final float AFTER = 16 * 0x1p52f;

  NibbleTiles(StoredMatrix w, SegmentAllocator memory) {
    super(w, 9, NibbleTiles::interleave, memory);
  }

  private static void interleave(long block, long to, int lane) {
    ALL.set(JAVA_SHORT_UNALIGNED, to + 2L * lane, ALL.get(JAVA_SHORT_UNALIGNED, block));
    long low = octet(block + 2);
    long high = octet(block + 10);
    long at = to + VECTOR_BYTES + 4L * lane;
    ALL.set(JAVA_INT_UNALIGNED, at, nibbles(low));
    ALL.set(JAVA_INT_UNALIGNED, at + 2 * VECTOR_BYTES, nibbles(high));
    ALL.set(JAVA_INT_UNALIGNED, at + 4 * VECTOR_BYTES, nibbles(low >>> 4));
    ALL.set(JAVA_INT_UNALIGNED, at + 6 * VECTOR_BYTES, nibbles(high >>> 4));
  }

  @Override public int prepared() {
    return columns() + columns() / BLOCK;
  }

  /** x, then for each 32 columns the part of the sum that does not depend on the weights. */
  @Override public void prepare(float[] x, int at, float[] prepared) {
    for (int k = 0; k < columns(); k++) prepared[k] = x[at + k] * BEFORE;
    for (int k = 0; k < columns(); k += BLOCK) {
      float sum = 0;
      for (int j = k; j < k + BLOCK; j++) sum += prepared[j];
      prepared[columns() + k / BLOCK] = -1.5f * sum;
    }
  }

  @Override void multiplyTiles(long at, long far, float[] x, float[] y, int yAt, int yFar) {
    int columns = columns();
    var sum0 = FloatVector.zero(FLOATS);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    FloatVector xs;
    FloatVector scale;
    IntVector v0;
    IntVector v1;
    IntVector v2;
    IntVector v3;
    for (int block = 0; block < columns; block += BLOCK) {
      var odd0 = FloatVector.broadcast(FLOATS, x[columns + (block >> 5)]);
      var odd1 = odd0;
      var odd2 = odd0;
      var odd3 = odd0;
      var even0 = FloatVector.zero(FLOATS);
      var even1 = even0;
      var even2 = even0;
      var even3 = even0;
      long scales = at & ADDRESSES;
      long farScales = far & ADDRESSES;
      at = at + VECTOR_BYTES & ADDRESSES;
      far = far + VECTOR_BYTES & ADDRESSES;
      for (int eight = block; eight < block + BLOCK; eight += 8) {
        v0 = IntVector.fromMemorySegment(INTS, ALL, at, ByteOrder.LITTLE_ENDIAN);
        v1 = IntVector.fromMemorySegment(INTS, ALL, at + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
        v2 = IntVector.fromMemorySegment(INTS, ALL, far, ByteOrder.LITTLE_ENDIAN);
        v3 = IntVector.fromMemorySegment(INTS, ALL, far + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
        for (int k = eight; k < eight + 8; k += 4) {
          xs = FloatVector.broadcast(FLOATS, x[k]);
          even0 = v0.lanewise(LSHL, 19).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
          even1 = v1.lanewise(LSHL, 19).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
          even2 = v2.lanewise(LSHL, 19).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
          even3 = v3.lanewise(LSHL, 19).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
          xs = FloatVector.broadcast(FLOATS, x[k + 1]);
          odd0 = v0.lanewise(LSHL, 15).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd0);
          odd1 = v1.lanewise(LSHL, 15).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd1);
          odd2 = v2.lanewise(LSHL, 15).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd2);
          odd3 = v3.lanewise(LSHL, 15).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd3);
          xs = FloatVector.broadcast(FLOATS, x[k + 2]);
          even0 = v0.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
          even1 = v1.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
          even2 = v2.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
          even3 = v3.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
          xs = FloatVector.broadcast(FLOATS, x[k + 3]);
          odd0 = v0.lanewise(LSHL, 7).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd0);
          odd1 = v1.lanewise(LSHL, 7).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd1);
          odd2 = v2.lanewise(LSHL, 7).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd2);
          odd3 = v3.lanewise(LSHL, 7).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd3);
          v0 = v0.lanewise(LSHR, 16);
          v1 = v1.lanewise(LSHR, 16);
          v2 = v2.lanewise(LSHR, 16);
          v3 = v3.lanewise(LSHR, 16);
        }
        at = at + 2 * VECTOR_BYTES & ADDRESSES;
        far = far + 2 * VECTOR_BYTES & ADDRESSES;
      }
      scale = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, scales, ByteOrder.LITTLE_ENDIAN)
          .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(LSHL, 13).and(HALF)
          .reinterpretAsFloats();
      sum0 = even0.add(odd0).fma(scale, sum0);
      scale = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, scales + 2 * LANES, ByteOrder.LITTLE_ENDIAN)
          .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(LSHL, 13).and(HALF)
          .reinterpretAsFloats();
      sum1 = even1.add(odd1).fma(scale, sum1);
      scale = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, farScales, ByteOrder.LITTLE_ENDIAN)
          .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(LSHL, 13).and(HALF)
          .reinterpretAsFloats();
      sum2 = even2.add(odd2).fma(scale, sum2);
      scale = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, farScales + 2 * LANES, ByteOrder.LITTLE_ENDIAN)
          .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(LSHL, 13).and(HALF)
          .reinterpretAsFloats();
      sum3 = even3.add(odd3).fma(scale, sum3);
    }
    sum0.mul(AFTER).intoArray(y, yAt);
    sum1.mul(AFTER).intoArray(y, yAt + LANES);
    sum2.mul(AFTER).intoArray(y, yFar);
    sum3.mul(AFTER).intoArray(y, yFar + LANES);
  }
}
