package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
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
 * Q6_K weights, {@code d·scale·(q − 32)}, in the order in which they are read. For each two groups of 16 columns of a
 * tile stand the scales of its rows, bytes, then for each group three ints of every row; behind 256 columns stand 64·d,
 * F32. The lower 30 bits of an int hold five columns, the upper two are a part of the last one. In all 212 bytes for
 * each 256 columns of a row, of which the file has 210.
 *
 * <p>As in {@link NibbleTiles} q becomes {@code 1 + q/64}; a group's sum begins with {@code −1.5·Σ x}.
 */
final class Q6KTiles extends Tiles {
  private static final int BLOCK = 256;
  private static final int GROUP = 16;
  private static final int PAIR = 2 * GROUP;
  /** Bytes of a pair of groups. */
  private static final int PAIR_BYTES = 13 * VECTOR_BYTES;
  private static final int VECTORS = 106;
  /** The highest bits of a fraction. */
  private static final int FRACTION = 0x007E0000;
  private static final int ONE = 0x3F800000;
  /** Of the last column. */
  private static final int REST = 0xC0000000;

  Q6KTiles(StoredMatrix w, SegmentAllocator memory) {
    super(w, VECTORS, Q6KTiles::interleave, memory);
  }

  private static void interleave(long block, long to, int lane) {
    ALL.set(JAVA_FLOAT_UNALIGNED, to + 8 * PAIR_BYTES + 4L * lane, BlockLayout.half(ALL, block + 208) * 64);
    for (int group = 0; group < BLOCK / GROUP; group++) {
      long pair = to + group / 2 * PAIR_BYTES;
      ALL.set(JAVA_BYTE, pair + group % 2 * ROWS + lane, ALL.get(JAVA_BYTE, block + 192 + group));
      long at = pair + (1 + group % 2 * 6) * VECTOR_BYTES + 4L * lane;
      long low = sixes(block, group, 0);
      long high = sixes(block, group, 8);
      long last = high >>> 42;
      ALL.set(JAVA_INT_UNALIGNED, at, (int) (low & 0x3FFFFFFF | last << 30));
      ALL.set(JAVA_INT_UNALIGNED, at + 2 * VECTOR_BYTES, (int) (low >>> 30 | (high & 0xFFF) << 18 | last >>> 2 << 30));
      ALL.set(JAVA_INT_UNALIGNED, at + 4 * VECTOR_BYTES, (int) (high >>> 12 & 0x3FFFFFFF | last >>> 4 << 30));
    }
  }

  /** Eight columns of a group, 6 bits each; {@link Q6K} says where they are. */
  private static long sixes(long block, int group, int at) {
    int g = group / 8;
    int k = group / 2 % 4;
    int l = group % 2 * GROUP + at;
    long low = octet(block + 64 * g + 32 * (k % 2) + l) >>> k / 2 * 4 & 0x0F0F0F0F0F0F0F0FL;
    long high = octet(block + 128 + 32 * g + l) >>> 2 * k & 0x0303030303030303L;
    return Long.compress(low | high << 4, 0x3F3F3F3F3F3F3F3FL);
  }

  @Override public int prepared() {
    return columns() + columns() / GROUP;
  }

  /** x, then −1.5·Σ x of each group. */
  @Override public void prepare(float[] x, int at, float[] prepared) {
    System.arraycopy(x, at, prepared, 0, columns());
    for (int k = 0; k < columns(); k += GROUP) {
      float sum = 0;
      for (int i = k; i < k + GROUP; i++) sum += prepared[i];
      prepared[columns() + k / GROUP] = -1.5f * sum;
    }
  }

  @Override void multiplyTiles(long at, long far, float[] x, float[] y, int yAt, int yFar) {
    int columns = columns();
    var sum0 = FloatVector.zero(FLOATS);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    FloatVector start;
    FloatVector xs;
    IntVector v0;
    IntVector v1;
    IntVector v2;
    IntVector v3;
    for (int block = 0; block < columns; block += BLOCK) {
      at = at & ADDRESSES;
      far = far & ADDRESSES;
      var scaled0 = FloatVector.zero(FLOATS);
      var scaled1 = scaled0;
      var scaled2 = scaled0;
      var scaled3 = scaled0;
      for (int pair = block; pair < block + BLOCK; pair += PAIR) {
        long scales = at;
        long farScales = far;
        at = at + VECTOR_BYTES & ADDRESSES;
        far = far + VECTOR_BYTES & ADDRESSES;
        for (int group = pair; group < pair + PAIR; group += GROUP) {
          start = FloatVector.broadcast(FLOATS, x[columns + (group >> 4)]);
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
          for (int five = group; five < group + 15; five += 5) {
            v0 = IntVector.fromMemorySegment(INTS, ALL, at, LITTLE_ENDIAN);
            rest0 = rest0.lanewise(LSHR, 2).or(v0.and(REST));
            v1 = IntVector.fromMemorySegment(INTS, ALL, at + VECTOR_BYTES, LITTLE_ENDIAN);
            rest1 = rest1.lanewise(LSHR, 2).or(v1.and(REST));
            v2 = IntVector.fromMemorySegment(INTS, ALL, far, LITTLE_ENDIAN);
            rest2 = rest2.lanewise(LSHR, 2).or(v2.and(REST));
            v3 = IntVector.fromMemorySegment(INTS, ALL, far + VECTOR_BYTES, LITTLE_ENDIAN);
            rest3 = rest3.lanewise(LSHR, 2).or(v3.and(REST));
            for (int k = five; k < five + 4; k += 2) {
              xs = FloatVector.broadcast(FLOATS, x[k]);
              even0 = v0.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
              even1 = v1.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
              even2 = v2.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
              even3 = v3.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
              xs = FloatVector.broadcast(FLOATS, x[k + 1]);
              odd0 = v0.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd0);
              odd1 = v1.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd1);
              odd2 = v2.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd2);
              odd3 = v3.lanewise(LSHL, 11).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd3);
              v0 = v0.lanewise(LSHR, 12);
              v1 = v1.lanewise(LSHR, 12);
              v2 = v2.lanewise(LSHR, 12);
              v3 = v3.lanewise(LSHR, 12);
            }
            xs = FloatVector.broadcast(FLOATS, x[five + 4]);
            even0 = v0.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
            even1 = v1.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
            even2 = v2.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
            even3 = v3.lanewise(LSHL, 17).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
            at = at + 2 * VECTOR_BYTES & ADDRESSES;
            far = far + 2 * VECTOR_BYTES & ADDRESSES;
          }
          xs = FloatVector.broadcast(FLOATS, x[group + 15]);
          odd0 = rest0.lanewise(LSHR, 9).or(ONE).reinterpretAsFloats().fma(xs, odd0);
          odd1 = rest1.lanewise(LSHR, 9).or(ONE).reinterpretAsFloats().fma(xs, odd1);
          odd2 = rest2.lanewise(LSHR, 9).or(ONE).reinterpretAsFloats().fma(xs, odd2);
          odd3 = rest3.lanewise(LSHR, 9).or(ONE).reinterpretAsFloats().fma(xs, odd3);
          scaled0 = ((FloatVector) fromMemorySegment(BYTES, ALL, scales, LITTLE_ENDIAN)
              .convertShape(B2F, FLOATS, 0)).fma(even0.add(odd0), scaled0);
          scaled1 = ((FloatVector) fromMemorySegment(BYTES, ALL, scales + LANES, LITTLE_ENDIAN)
              .convertShape(B2F, FLOATS, 0)).fma(even1.add(odd1), scaled1);
          scaled2 = ((FloatVector) fromMemorySegment(BYTES, ALL, farScales, LITTLE_ENDIAN)
              .convertShape(B2F, FLOATS, 0)).fma(even2.add(odd2), scaled2);
          scaled3 = ((FloatVector) fromMemorySegment(BYTES, ALL, farScales + LANES, LITTLE_ENDIAN)
              .convertShape(B2F, FLOATS, 0)).fma(even3.add(odd3), scaled3);
          scales = scales + 2 * LANES & ADDRESSES;
          farScales = farScales + 2 * LANES & ADDRESSES;
        }
      }
      sum0 = FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE_ENDIAN).fma(scaled0, sum0);
      sum1 = FloatVector.fromMemorySegment(FLOATS, ALL, at + VECTOR_BYTES, LITTLE_ENDIAN).fma(scaled1, sum1);
      sum2 = FloatVector.fromMemorySegment(FLOATS, ALL, far, LITTLE_ENDIAN).fma(scaled2, sum2);
      sum3 = FloatVector.fromMemorySegment(FLOATS, ALL, far + VECTOR_BYTES, LITTLE_ENDIAN).fma(scaled3, sum3);
      at = at + 2 * VECTOR_BYTES & ADDRESSES;
      far = far + 2 * VECTOR_BYTES & ADDRESSES;
    }
    sum0.intoArray(y, yAt);
    sum1.intoArray(y, yAt + LANES);
    sum2.intoArray(y, yFar);
    sum3.intoArray(y, yFar + LANES);
  }
}
