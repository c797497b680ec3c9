package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.SHORTS;
import static org.vitrail.kernels.weights.Native.ADDRESSES;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import org.vitrail.kernels.math.Scratch;

/**
 * Q4_0 weights, {@code scale·(nibble − 8)}, interleaved so that a lane is a row and no byte more is read than the file
 * has. A tile is two vectors of rows. For each 32 columns stand the scales of its rows, F16, then for each 8 columns an
 * int of every row.
 *
 * <p>Nibble c of an int is that of column c. Shifted into the highest bits of a float's fraction, with the exponent of 1,
 * it is {@code 1 + n/16}, so nothing needs converting: {@code Σ x·(n − 8) = 16·(Σ x·(1 + n/16) − 1.5·Σ x)}.
 */
final class NibbleTiles extends Projection {
  private static final int BLOCK = 32;
  private static final int ROWS = 2 * LANES;
  private static final int VECTOR_BYTES = 4 * LANES;
  /** Bytes of 32 columns of a tile: the scales, and twice 4 vectors. */
  private static final long STEP = 9L * VECTOR_BYTES;
  /** The highest bits of a fraction. */
  private static final int FRACTION = 0x00780000;
  private static final int ONE = 0x3F800000;
  private static final int HALF = 0x8FFFE000;
  /** An F16 shifted into place is its value times 2^−112: this much of it x takes, the rest y. */
  private static final float BEFORE = 0x1p60f;
  private static final float AFTER = 16 * 0x1p52f;

  private final MemorySegment tiles;

  NibbleTiles(StoredMatrix w, SegmentAllocator memory) {
    super(w.rows(), w.columns());
    tiles = memory.allocate(Math.ceilDiv(rows(), ROWS) * (long) (columns() / BLOCK) * STEP, VECTOR_BYTES);
    interleave(w.memory().address(), tiles.address(), rows(), columns() / BLOCK);
  }

  /** Rows of a tile are written together, so that a line of memory is filled while it is in the cache. */
  private static void interleave(long from, long to, int rows, int blocks) {
    for (int tile = 0; tile < rows; tile += ROWS) {
      for (int b = 0; b < blocks; b++, to += STEP) {
        for (int lane = 0; lane < Math.min(ROWS, rows - tile); lane++) {
          interleave(from + ((tile + lane) * (long) blocks + b) * Format.Q4_0.blockBytes(), to, lane);
        }
      }
    }
  }

  private static void interleave(long block, long to, int lane) {
    ALL.set(JAVA_SHORT_UNALIGNED, to + 2L * lane, ALL.get(JAVA_SHORT_UNALIGNED, block));
    long low = ALL.get(JAVA_LONG_UNALIGNED, block + 2);
    long high = ALL.get(JAVA_LONG_UNALIGNED, block + 10);
    long at = to + VECTOR_BYTES + 4L * lane;
    ALL.set(JAVA_INT_UNALIGNED, at, pack(low));
    ALL.set(JAVA_INT_UNALIGNED, at + 2 * VECTOR_BYTES, pack(high));
    ALL.set(JAVA_INT_UNALIGNED, at + 4 * VECTOR_BYTES, pack(low >>> 4));
    ALL.set(JAVA_INT_UNALIGNED, at + 6 * VECTOR_BYTES, pack(high >>> 4));
  }

  /** The lower nibbles of 8 bytes, one after the other. */
  private static int pack(long bytes) {
    bytes &= 0x0F0F0F0F0F0F0F0FL;
    bytes = (bytes | bytes >>> 4) & 0x00FF00FF00FF00FFL;
    bytes = (bytes | bytes >>> 8) & 0x0000FFFF0000FFFFL;
    return (int) (bytes | bytes >>> 16);
  }

  @Override public long bytes() {
    return tiles.byteSize();
  }

  @Override public int grain() {
    return ROWS;
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

  @Override public void multiply(float[] prepared, int first, int end, float[] y, int yAt) {
    int whole = (Math.min(end, rows() / ROWS * ROWS) - first) / ROWS;
    int apart = whole / 2 * ROWS;
    for (int r = first; r < first + apart; r += ROWS) {
      multiplyTiles(tile(r), tile(r + apart), columns(), prepared, y, yAt + r, yAt + r + apart);
    }
    for (int r = first + 2 * apart; r < end; r += ROWS) {
      if (r + ROWS <= rows()) {
        multiplyTiles(tile(r), tile(r), columns(), prepared, y, yAt + r, yAt + r);
      } else {
        var last = Scratch.WEIGHTS.floats(ROWS);
        multiplyTiles(tile(r), tile(r), columns(), prepared, last, 0, 0);
        System.arraycopy(last, 0, y, yAt + r, rows() - r);
      }
    }
  }

  private long tile(int row) {
    return tiles.address() + row / ROWS * (columns() / BLOCK) * STEP;
  }

  /** Two tiles that are far apart, for the reason that {@link HalfRows} gives. */
  private static void multiplyTiles(long at, long far, int columns, float[] x, float[] y, int yAt, int yFar) {
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
      for (int k = block; k < block + BLOCK; k += 8) {
        v0 = IntVector.fromMemorySegment(INTS, ALL, at, ByteOrder.LITTLE_ENDIAN);
        v1 = IntVector.fromMemorySegment(INTS, ALL, at + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
        v2 = IntVector.fromMemorySegment(INTS, ALL, far, ByteOrder.LITTLE_ENDIAN);
        v3 = IntVector.fromMemorySegment(INTS, ALL, far + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
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
        xs = FloatVector.broadcast(FLOATS, x[k + 4]);
        even0 = v0.lanewise(LSHL, 3).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
        even1 = v1.lanewise(LSHL, 3).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
        even2 = v2.lanewise(LSHL, 3).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
        even3 = v3.lanewise(LSHL, 3).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
        xs = FloatVector.broadcast(FLOATS, x[k + 5]);
        odd0 = v0.lanewise(LSHR, 1).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd0);
        odd1 = v1.lanewise(LSHR, 1).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd1);
        odd2 = v2.lanewise(LSHR, 1).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd2);
        odd3 = v3.lanewise(LSHR, 1).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd3);
        xs = FloatVector.broadcast(FLOATS, x[k + 6]);
        even0 = v0.lanewise(LSHR, 5).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even0);
        even1 = v1.lanewise(LSHR, 5).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even1);
        even2 = v2.lanewise(LSHR, 5).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even2);
        even3 = v3.lanewise(LSHR, 5).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, even3);
        xs = FloatVector.broadcast(FLOATS, x[k + 7]);
        odd0 = v0.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd0);
        odd1 = v1.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd1);
        odd2 = v2.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd2);
        odd3 = v3.lanewise(LSHR, 9).and(FRACTION).or(ONE).reinterpretAsFloats().fma(xs, odd3);
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
