package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.SHORTS;
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
 * <p>Nibble c of an int is that of column c. One that stands in the highest bits of a float's fraction, with the
 * exponent of 1, is {@code 1 + n/16}; in the next lower ones {@code 1 + n/256}. So a shift and a mask bring a pair of
 * columns into place, and nothing needs converting: {@code Σ x·(n − 8)} is 16 times the sum of
 * {@code Σ_odd x·(1 + n/16) − 1.5·Σ_odd x} and {@code 16·Σ_even x·((1 + n/256) − (1 + 8/256))}.
 * The 1.5 can be taken off the sum; the small difference of the others has to be taken first, or it drowns.
 */
final class NibbleTiles extends Projection {
  private static final int BLOCK = 32;
  private static final int ROWS = 2 * LANES;
  private static final int VECTOR_BYTES = 4 * LANES;
  /** Bytes of 32 columns of a tile: the scales, and twice 4 vectors. */
  private static final long STEP = 9L * VECTOR_BYTES;
  private static final int HIGH = 0x00780000;
  private static final int LOW = 0x00078000;
  private static final int ONE = 0x3F800000;
  /** What an 8 in the lower place is. */
  private static final float EIGHT = 1 + 8 / 256f;
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
    return columns() + columns() / 8;
  }

  /** x, then for each 8 columns the part of the sum that does not depend on the weights. */
  @Override public void prepare(float[] x, int at, float[] prepared) {
    for (int k = 0; k < columns(); k++) prepared[k] = x[at + k] * BEFORE;
    for (int k = 0; k < columns(); k += 8) {
      prepared[columns() + k / 8] = -1.5f * (prepared[k + 1] + prepared[k + 3] + prepared[k + 5] + prepared[k + 7]);
    }
  }

  @Override public void multiply(float[] prepared, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r += ROWS) {
      long tile = (long) (r / ROWS) * (columns() / BLOCK) * STEP;
      if (r + ROWS <= rows()) {
        multiplyTile(tiles.address() + tile, columns(), prepared, y, yAt + r);
      } else {
        var last = Scratch.WEIGHTS.floats(ROWS);
        multiplyTile(tiles.address() + tile, columns(), prepared, last, 0);
        System.arraycopy(last, 0, y, yAt + r, rows() - r);
      }
    }
  }

  private static void multiplyTile(long tile, int columns, float[] x, float[] y, int yAt) {
    var upper = FloatVector.zero(FLOATS);
    var lower = upper;
    for (int k = 0; k < columns; k += 8) {
      long scales = tile + (k >> 5) * STEP;
      long at = scales + VECTOR_BYTES + (k >> 2 & 6) * (long) VECTOR_BYTES;
      var constant = FloatVector.broadcast(FLOATS, x[columns + (k >> 3)]);
      var x0 = FloatVector.broadcast(FLOATS, x[k]);
      var x1 = FloatVector.broadcast(FLOATS, x[k + 1]);
      var x2 = FloatVector.broadcast(FLOATS, x[k + 2]);
      var x3 = FloatVector.broadcast(FLOATS, x[k + 3]);
      var x4 = FloatVector.broadcast(FLOATS, x[k + 4]);
      var x5 = FloatVector.broadcast(FLOATS, x[k + 5]);
      var x6 = FloatVector.broadcast(FLOATS, x[k + 6]);
      var x7 = FloatVector.broadcast(FLOATS, x[k + 7]);
      var v = IntVector.fromMemorySegment(INTS, ALL, at, ByteOrder.LITTLE_ENDIAN);
      var s = v.lanewise(VectorOperators.LSHL, 15);
      var odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x1, constant);
      var even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).mul(x0);
      s = v.lanewise(VectorOperators.LSHL, 7);
      odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x3, odd);
      even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).fma(x2, even);
      s = v.lanewise(VectorOperators.LSHR, 1);
      odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x5, odd);
      even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).fma(x4, even);
      s = v.lanewise(VectorOperators.LSHR, 9);
      odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x7, odd);
      even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).fma(x6, even);
      var halves = (IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, scales, ByteOrder.LITTLE_ENDIAN)
          .convertShape(VectorOperators.S2I, INTS, 0);
      var scale = halves.lanewise(VectorOperators.LSHL, 13).and(HALF).reinterpretAsFloats();
      upper = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, upper);
      v = IntVector.fromMemorySegment(INTS, ALL, at + VECTOR_BYTES, ByteOrder.LITTLE_ENDIAN);
      s = v.lanewise(VectorOperators.LSHL, 15);
      odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x1, constant);
      even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).mul(x0);
      s = v.lanewise(VectorOperators.LSHL, 7);
      odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x3, odd);
      even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).fma(x2, even);
      s = v.lanewise(VectorOperators.LSHR, 1);
      odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x5, odd);
      even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).fma(x4, even);
      s = v.lanewise(VectorOperators.LSHR, 9);
      odd = s.and(HIGH).or(ONE).reinterpretAsFloats().fma(x7, odd);
      even = s.and(LOW).or(ONE).reinterpretAsFloats().sub(EIGHT).fma(x6, even);
      halves = (IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, scales + 2 * LANES, ByteOrder.LITTLE_ENDIAN)
          .convertShape(VectorOperators.S2I, INTS, 0);
      scale = halves.lanewise(VectorOperators.LSHL, 13).and(HALF).reinterpretAsFloats();
      lower = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, lower);
    }
    upper.mul(AFTER).intoArray(y, yAt);
    lower.mul(AFTER).intoArray(y, yAt + LANES);
  }
}
