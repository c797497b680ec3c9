package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.ByteVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.vitrail.kernels.math.Simd.BYTES;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.weights.Native.ADDRESSES;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.SegmentAllocator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * {@link Q45KTiles} of 4 bits: for each 8 columns of a group an int of every row. In all 152 bytes for each 256 columns
 * of a row, of which the file has 144.
 */
final class Q4KTiles extends Q45KTiles {
  private static final int VECTORS = 76;
  /** The highest bits of a fraction. */
  private static final int FRACTION = 0x00780000;
  private static final int ONE = 0x3F800000;

  Q4KTiles(StoredMatrix w, SegmentAllocator memory) {
    super(w, VECTORS, Q4KTiles::interleave, memory);
  }

  private static void interleave(long block, long to, int lane) {
    interleaveHead(block, to, lane, 4);
    long at = to + GROUPS + 4L * lane;
    for (int group = 0; group < BLOCK / GROUP; group++) {
      for (int k = 0; k < GROUP; k += 8) {
        long octet = octet(block + 16 + group / 2 * GROUP + k);
        ALL.set(JAVA_INT_UNALIGNED, at, nibbles(octet >>> group % 2 * 4));
        at += 2 * VECTOR_BYTES;
      }
    }
  }

  @Override void addGroups(long at, long far, float[] x, int first, int sums, float[] y, int yAt, int yFar) {
    FloatVector start;
    FloatVector xs;
    IntVector v0;
    IntVector v1;
    IntVector v2;
    IntVector v3;
    long head = at & ADDRESSES;
    long farHead = far & ADDRESSES;
    long scales = at + SCALES & ADDRESSES;
    long farScales = far + SCALES & ADDRESSES;
    at = at + GROUPS & ADDRESSES;
    far = far + GROUPS & ADDRESSES;
    var scaled0 = FloatVector.zero(FLOATS);
    var scaled1 = scaled0;
    var scaled2 = scaled0;
    var scaled3 = scaled0;
    for (int group = first; group < first + BLOCK; group += GROUP) {
      start = FloatVector.broadcast(FLOATS, x[sums + (group - first >> 5)]);
      var odd0 = start;
      var odd1 = start;
      var odd2 = start;
      var odd3 = start;
      var even0 = FloatVector.zero(FLOATS);
      var even1 = even0;
      var even2 = even0;
      var even3 = even0;
      for (int eight = group; eight < group + GROUP; eight += 8) {
        v0 = IntVector.fromMemorySegment(INTS, ALL, at, LITTLE_ENDIAN);
        v1 = IntVector.fromMemorySegment(INTS, ALL, at + VECTOR_BYTES, LITTLE_ENDIAN);
        v2 = IntVector.fromMemorySegment(INTS, ALL, far, LITTLE_ENDIAN);
        v3 = IntVector.fromMemorySegment(INTS, ALL, far + VECTOR_BYTES, LITTLE_ENDIAN);
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
      scaled0 = ((FloatVector) fromMemorySegment(BYTES, ALL, scales, LITTLE_ENDIAN)
          .convertShape(B2F, FLOATS, 0)).fma(even0.add(odd0), scaled0);
      scaled1 = ((FloatVector) fromMemorySegment(BYTES, ALL, scales + LANES, LITTLE_ENDIAN)
          .convertShape(B2F, FLOATS, 0)).fma(even1.add(odd1), scaled1);
      scaled2 = ((FloatVector) fromMemorySegment(BYTES, ALL, farScales, LITTLE_ENDIAN)
          .convertShape(B2F, FLOATS, 0)).fma(even2.add(odd2), scaled2);
      scaled3 = ((FloatVector) fromMemorySegment(BYTES, ALL, farScales + LANES, LITTLE_ENDIAN)
          .convertShape(B2F, FLOATS, 0)).fma(even3.add(odd3), scaled3);
      scales = scales + VECTOR_BYTES & ADDRESSES;
      farScales = farScales + VECTOR_BYTES & ADDRESSES;
    }
    var sum0 = FloatVector.fromMemorySegment(FLOATS, ALL, head, LITTLE_ENDIAN)
        .fma(scaled0, FloatVector.fromArray(FLOATS, y, yAt));
    var sum1 = FloatVector.fromMemorySegment(FLOATS, ALL, head + VECTOR_BYTES, LITTLE_ENDIAN)
        .fma(scaled1, FloatVector.fromArray(FLOATS, y, yAt + LANES));
    var sum2 = FloatVector.fromMemorySegment(FLOATS, ALL, farHead, LITTLE_ENDIAN)
        .fma(scaled2, FloatVector.fromArray(FLOATS, y, yFar));
    var sum3 = FloatVector.fromMemorySegment(FLOATS, ALL, farHead + VECTOR_BYTES, LITTLE_ENDIAN)
        .fma(scaled3, FloatVector.fromArray(FLOATS, y, yFar + LANES));
    sum0.intoArray(y, yAt);
    sum1.intoArray(y, yAt + LANES);
    sum2.intoArray(y, yFar);
    sum3.intoArray(y, yFar + LANES);
  }
}
