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
 * {@link Q45KTiles} of 5 bits: five ints for each group of every row. The lower 30 bits of an int hold six columns, the
 * upper two are a part of the last two. In all 184 bytes for each 256 columns of a row, of which the file has 176.
 */
final class Q5KTiles extends Q45KTiles {
  private static final int VECTORS = 92;
  /** The highest bits of a fraction. */
  private static final int FRACTION = 0x007C0000;
  private static final int ONE = 0x3F800000;
  /** Of the last columns. */
  private static final int REST = 0xC0000000;

  Q5KTiles(StoredMatrix w, SegmentAllocator memory) {
    super(w, VECTORS, Q5KTiles::interleave, memory);
  }

  private static void interleave(long block, long to, int lane) {
    interleaveHead(block, to, lane, 5);
    long at = to + GROUPS + 4L * lane;
    for (int group = 0; group < BLOCK / GROUP; group++) {
      long last = fives(block, group, 24) >>> 30;
      for (int k = 0; k < 30; k += 6) {
        ALL.set(JAVA_INT_UNALIGNED, at, (int) (fives(block, group, k) & 0x3FFFFFFF | last << 30));
        last >>>= 2;
        at += 2 * VECTOR_BYTES;
      }
    }
  }

  /** Eight columns of a group, 5 bits each. */
  private static long fives(long block, int group, int k) {
    long low = octet(block + 48 + group / 2 * GROUP + k) >>> group % 2 * 4 & 0x0F0F0F0F0F0F0F0FL;
    long fifth = octet(block + 16 + k) >>> group & 0x0101010101010101L;
    return Long.compress(low | fifth << 4, 0x1F1F1F1F1F1F1F1FL);
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
      var rest0 = IntVector.zero(INTS);
      var rest1 = rest0;
      var rest2 = rest0;
      var rest3 = rest0;
      for (int six = group; six < group + 30; six += 6) {
        v0 = IntVector.fromMemorySegment(INTS, ALL, at, LITTLE_ENDIAN);
        rest0 = rest0.lanewise(LSHR, 2).or(v0.and(REST));
        v1 = IntVector.fromMemorySegment(INTS, ALL, at + VECTOR_BYTES, LITTLE_ENDIAN);
        rest1 = rest1.lanewise(LSHR, 2).or(v1.and(REST));
        v2 = IntVector.fromMemorySegment(INTS, ALL, far, LITTLE_ENDIAN);
        rest2 = rest2.lanewise(LSHR, 2).or(v2.and(REST));
        v3 = IntVector.fromMemorySegment(INTS, ALL, far + VECTOR_BYTES, LITTLE_ENDIAN);
        rest3 = rest3.lanewise(LSHR, 2).or(v3.and(REST));
        for (int k = six; k < six + 6; k += 3) {
          xs = FloatVector.broadcast(FLOATS, x[k]);
          even0 = v0.lanewise(LSHL, 18).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
          even1 = v1.lanewise(LSHL, 18).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
          even2 = v2.lanewise(LSHL, 18).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
          even3 = v3.lanewise(LSHL, 18).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
          xs = FloatVector.broadcast(FLOATS, x[k + 1]);
          odd0 = v0.lanewise(LSHL, 13).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd0);
          odd1 = v1.lanewise(LSHL, 13).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd1);
          odd2 = v2.lanewise(LSHL, 13).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd2);
          odd3 = v3.lanewise(LSHL, 13).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd3);
          xs = FloatVector.broadcast(FLOATS, x[k + 2]);
          even0 = v0.lanewise(LSHL, 8).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
          even1 = v1.lanewise(LSHL, 8).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
          even2 = v2.lanewise(LSHL, 8).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
          even3 = v3.lanewise(LSHL, 8).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
          v0 = v0.lanewise(LSHR, 15);
          v1 = v1.lanewise(LSHR, 15);
          v2 = v2.lanewise(LSHR, 15);
          v3 = v3.lanewise(LSHR, 15);
        }
        at = at + 2 * VECTOR_BYTES & ADDRESSES;
        far = far + 2 * VECTOR_BYTES & ADDRESSES;
      }
      xs = FloatVector.broadcast(FLOATS, x[group + 30]);
      even0 = rest0.lanewise(LSHR, 4).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
      even1 = rest1.lanewise(LSHR, 4).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
      even2 = rest2.lanewise(LSHR, 4).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
      even3 = rest3.lanewise(LSHR, 4).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
      xs = FloatVector.broadcast(FLOATS, x[group + 31]);
      odd0 = rest0.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd0);
      odd1 = rest1.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd1);
      odd2 = rest2.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd2);
      odd3 = rest3.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd3);
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
