package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
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
import java.lang.foreign.SegmentAllocator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import org.vitrail.kernels.math.Scratch;

/**
 * The formats of {@link Groups}, interleaved so that a lane is a row; a tile is a vector of rows. It begins with the
 * two bytes of scales of each group, one group after the other; formats without them share one group's, which are 1.
 * Then comes for each block d and e (Q6_K: d), and for each of its groups four ints of nibbles, and the bits above
 * these.
 *
 * <p>Nibble c of int o is that of column 8·o + c. Of an int of fifth bits, bit o of nibble c belongs to that column;
 * fifth and sixth bits take two ints, of two bits for each of two o. Two columns at a time are shifted into the
 * fraction of floats with the exponent of 1, as {@link NibbleTiles} explains: one becomes {@code 1 + q/2ⁿ}, n the
 * number of bits, the other {@code 1 + q/2ⁿ/16}. The small difference of the latter has to be taken first, the 1 of the
 * former off the sum.
 */
final class GroupTiles extends Projection {
  private static final int GROUP = 32;
  private static final long VECTOR_BYTES = 4L * LANES;
  private static final int ONE = 0x3F800000;
  /** What a 32 is, the centre of six bits, in the lower place. */
  private static final float CENTRE = 1 + 32 / 1024f;

  private final Groups groups;
  /** Groups of a row. */
  private final int perRow;
  /** From the scales of a group to those of the next one. */
  private final int scaleStep;
  private final long tileBytes;
  private final long blockBytes;
  private final long groupBytes;
  /** Of d and e. */
  private final long headBytes;
  /** Where the first block of the first tile begins. */
  private final long start;
  private final MemorySegment tiles;

  GroupTiles(StoredMatrix w, SegmentAllocator memory) {
    super(w.rows(), w.columns());
    groups = Groups.valueOf(w.format().name());
    perRow = columns() / GROUP;
    groupBytes = groups.bits * VECTOR_BYTES;
    headBytes = (groups.bits == 6 ? 1 : 2) * VECTOR_BYTES;
    blockBytes = headBytes + groups.count * groupBytes;
    boolean scaled = groups.count > 1;
    scaleStep = scaled ? 2 * LANES : 0;
    start = scaled ? (long) perRow * scaleStep : VECTOR_BYTES;
    tileBytes = perRow / groups.count * blockBytes + (scaled ? start : 0);
    long count = Math.ceilDiv(rows(), LANES);
    tiles = memory.allocate(count * tileBytes + (scaled ? 0 : start), VECTOR_BYTES);
    for (int r = 0; r < rows(); r++) interleave(w, r);
  }

  private void interleave(StoredMatrix w, int r) {
    int lane = r % LANES;
    long scales = r / LANES * tileBytes;
    long block = scales + start;
    if (scaleStep == 0) scales = 0;
    long from = r * w.rowBytes();
    for (int b = 0; b < perRow / groups.count; b++) {
      tiles.set(JAVA_FLOAT_UNALIGNED, block + 4 * lane, groups.scale(w.memory(), from));
      if (groups.bits < 6) {
        tiles.set(JAVA_FLOAT_UNALIGNED, block + VECTOR_BYTES + 4 * lane, groups.offset(w.memory(), from));
      }
      for (int g = 0; g < groups.count; g++) {
        tiles.set(JAVA_SHORT_UNALIGNED, scales + 2 * lane, (short) groups.scales(w.memory(), from, g));
        interleave(w.memory(), from, g, block + headBytes + g * groupBytes + 4 * lane);
        scales += scaleStep;
      }
      block += blockBytes;
      from += w.format().blockBytes();
    }
  }

  private void interleave(MemorySegment weights, long from, int group, long to) {
    int fifths = 0;
    long both = 0;
    for (int o = 0; o < 4; o++) {
      long octet = groups.octet(weights, from, group, o);
      tiles.set(JAVA_INT_UNALIGNED, to + o * VECTOR_BYTES, (int) Long.compress(octet, Groups.NIBBLES));
      long above = Long.compress(octet >>> 4, Groups.NIBBLES);
      fifths |= (int) above << o;
      both |= above << o / 2 * 32 + o % 2 * 2;
    }
    if (groups.bits == 5) tiles.set(JAVA_INT_UNALIGNED, to + 4 * VECTOR_BYTES, fifths);
    if (groups.bits == 6) {
      tiles.set(JAVA_INT_UNALIGNED, to + 4 * VECTOR_BYTES, (int) both);
      tiles.set(JAVA_INT_UNALIGNED, to + 5 * VECTOR_BYTES, (int) (both >>> 32));
    }
  }

  @Override public long bytes() {
    return tiles.byteSize();
  }

  @Override public int grain() {
    return LANES;
  }

  @Override public int prepared() {
    return columns() + columns() / 4;
  }

  /** x, then for each 8 columns what takes the ones off the sum, then for each 8 their sum. */
  @Override public void prepare(float[] x, int at, float[] prepared) {
    System.arraycopy(x, at, prepared, 0, columns());
    int ones = columns();
    int sums = ones + columns() / 8;
    float one = groups.bits == 6 ? -1.5f : -1;
    for (int k = 0; k < columns(); k += 8) {
      float odd = prepared[k + 1] + prepared[k + 3] + prepared[k + 5] + prepared[k + 7];
      prepared[ones++] = one * odd;
      prepared[sums++] = odd + (prepared[k] + prepared[k + 2] + prepared[k + 4] + prepared[k + 6]);
    }
  }

  @Override public void multiply(float[] prepared, int first, int end, float[] y, int yAt) {
    for (int r = first; r < end; r += LANES) {
      if (r + LANES <= rows()) {
        multiplyTile(r / LANES, prepared, y, yAt + r);
      } else {
        var last = Scratch.WEIGHTS.floats(LANES);
        multiplyTile(r / LANES, prepared, last, 0);
        System.arraycopy(last, 0, y, yAt + r, rows() - r);
      }
    }
  }

  private void multiplyTile(int tile, float[] x, float[] y, int yAt) {
    long scales = scaleStep == 0 ? 0 : tile * tileBytes;
    long blocks = start + tile * tileBytes;
    switch (groups.bits) {
      case 4 -> multiplyFour(tiles, scales, scaleStep, blocks, groups.count, columns(), x, y, yAt);
      case 5 -> multiplyFive(tiles, scales, scaleStep, blocks, groups.count, columns(), x, y, yAt);
      default -> multiplySix(tiles, scales, blocks, columns(), x, y, yAt);
    }
  }

  private static void multiplyFour(MemorySegment w, long scales, int scaleStep, long blocks, int perBlock, int columns,
      float[] x, float[] y, int yAt) {
    var sum = FloatVector.zero(FLOATS);
    var offsets = sum;
    int shift = perBlock == 1 ? 5 : 8;
    long blockBytes = (2 + 4 * perBlock) * VECTOR_BYTES;
    for (int k = 0; k < columns; k += 8) {
      long block = blocks + (k >> shift) * blockBytes;
      long group = block + (2 + 4 * (k >> 5 & perBlock - 1)) * VECTOR_BYTES;
      var v = IntVector.fromMemorySegment(INTS, w, group + (k >> 3 & 3) * VECTOR_BYTES, LITTLE_ENDIAN);
      var s = v.lanewise(LSHL, 15);
      var odd = s.and(0x00780000).or(ONE).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 1]), FloatVector.broadcast(FLOATS, x[columns + (k >> 3)]));
      var even = s.and(0x00078000).or(ONE).reinterpretAsFloats().sub(1).mul(x[k]);
      s = v.lanewise(LSHL, 7);
      odd = s.and(0x00780000).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 3]), odd);
      even = s.and(0x00078000).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 2]), even);
      s = v.lanewise(LSHR, 1);
      odd = s.and(0x00780000).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 5]), odd);
      even = s.and(0x00078000).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 4]), even);
      s = v.lanewise(LSHR, 9);
      odd = s.and(0x00780000).or(ONE).reinterpretAsFloats().fma(FloatVector.broadcast(FLOATS, x[k + 7]), odd);
      even = s.and(0x00078000).or(ONE).reinterpretAsFloats().sub(1).fma(FloatVector.broadcast(FLOATS, x[k + 6]), even);
      var pair = (IntVector) ShortVector.fromMemorySegment(SHORTS, w, scales + (k >> 5) * scaleStep, LITTLE_ENDIAN)
          .convertShape(S2I, INTS, 0);
      var scale = (FloatVector) pair.and(255).convertShape(I2F, FLOATS, 0);
      var minimum = (FloatVector) pair.lanewise(LSHR, 8).and(255).convertShape(I2F, FLOATS, 0);
      scale = scale.mul(FloatVector.fromMemorySegment(FLOATS, w, block, LITTLE_ENDIAN));
      minimum = minimum.mul(FloatVector.fromMemorySegment(FLOATS, w, block + VECTOR_BYTES, LITTLE_ENDIAN));
      sum = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, sum);
      offsets = minimum.fma(FloatVector.broadcast(FLOATS, x[columns + (columns >> 3) + (k >> 3)]), offsets);
    }
    sum.mul(16).sub(offsets).intoArray(y, yAt);
  }

  private static void multiplyFive(MemorySegment w, long scales, int scaleStep, long blocks, int perBlock, int columns,
      float[] x, float[] y, int yAt) {
    var sum = FloatVector.zero(FLOATS);
    var offsets = sum;
    int shift = perBlock == 1 ? 5 : 8;
    long blockBytes = (2 + 5 * perBlock) * VECTOR_BYTES;
    for (int k = 0; k < columns; k += 8) {
      long block = blocks + (k >> shift) * blockBytes;
      long group = block + (2 + 5 * (k >> 5 & perBlock - 1)) * VECTOR_BYTES;
      var v = IntVector.fromMemorySegment(INTS, w, group + (k >> 3 & 3) * VECTOR_BYTES, LITTLE_ENDIAN);
      var bits = IntVector.fromMemorySegment(INTS, w, group + 4 * VECTOR_BYTES, LITTLE_ENDIAN)
          .lanewise(LSHL, 3 - (k >> 3 & 3));
      var s = v.lanewise(LSHL, 14);
      var b = bits.lanewise(LSHL, 15);
      var odd = s.and(0x003c0000).or(ONE).or(b.and(0x00400000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 1]), FloatVector.broadcast(FLOATS, x[columns + (k >> 3)]));
      var even = s.and(0x0003c000).or(ONE).or(b.and(0x00040000)).reinterpretAsFloats().sub(1).mul(x[k]);
      s = v.lanewise(LSHL, 6);
      b = bits.lanewise(LSHL, 7);
      odd = s.and(0x003c0000).or(ONE).or(b.and(0x00400000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 3]), odd);
      even = s.and(0x0003c000).or(ONE).or(b.and(0x00040000)).reinterpretAsFloats().sub(1)
          .fma(FloatVector.broadcast(FLOATS, x[k + 2]), even);
      s = v.lanewise(LSHR, 2);
      b = bits.lanewise(LSHR, 1);
      odd = s.and(0x003c0000).or(ONE).or(b.and(0x00400000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 5]), odd);
      even = s.and(0x0003c000).or(ONE).or(b.and(0x00040000)).reinterpretAsFloats().sub(1)
          .fma(FloatVector.broadcast(FLOATS, x[k + 4]), even);
      s = v.lanewise(LSHR, 10);
      b = bits.lanewise(LSHR, 9);
      odd = s.and(0x003c0000).or(ONE).or(b.and(0x00400000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 7]), odd);
      even = s.and(0x0003c000).or(ONE).or(b.and(0x00040000)).reinterpretAsFloats().sub(1)
          .fma(FloatVector.broadcast(FLOATS, x[k + 6]), even);
      var pair = (IntVector) ShortVector.fromMemorySegment(SHORTS, w, scales + (k >> 5) * scaleStep, LITTLE_ENDIAN)
          .convertShape(S2I, INTS, 0);
      var scale = (FloatVector) pair.and(255).convertShape(I2F, FLOATS, 0);
      var minimum = (FloatVector) pair.lanewise(LSHR, 8).and(255).convertShape(I2F, FLOATS, 0);
      scale = scale.mul(FloatVector.fromMemorySegment(FLOATS, w, block, LITTLE_ENDIAN));
      minimum = minimum.mul(FloatVector.fromMemorySegment(FLOATS, w, block + VECTOR_BYTES, LITTLE_ENDIAN));
      sum = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, sum);
      offsets = minimum.fma(FloatVector.broadcast(FLOATS, x[columns + (columns >> 3) + (k >> 3)]), offsets);
    }
    sum.mul(32).sub(offsets).intoArray(y, yAt);
  }

  private static void multiplySix(MemorySegment w, long scales, long blocks, int columns, float[] x, float[] y,
      int yAt) {
    var sum = FloatVector.zero(FLOATS);
    for (int k = 0; k < columns; k += 8) {
      long block = blocks + (k >> 8) * (49 * VECTOR_BYTES);
      long group = block + (1 + 6 * (k >> 5 & 7)) * VECTOR_BYTES;
      var v = IntVector.fromMemorySegment(INTS, w, group + (k >> 3 & 3) * VECTOR_BYTES, LITTLE_ENDIAN);
      var bits = IntVector.fromMemorySegment(INTS, w, group + (4 + (k >> 4 & 1)) * VECTOR_BYTES, LITTLE_ENDIAN)
          .lanewise(LSHL, 2 - (k >> 2 & 2));
      var s = v.lanewise(LSHL, 13);
      var b = bits.lanewise(LSHL, 15);
      var odd = s.and(0x001e0000).or(ONE).or(b.and(0x00600000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 1]), FloatVector.broadcast(FLOATS, x[columns + (k >> 3)]));
      var even = s.and(0x0001e000).or(ONE).or(b.and(0x00060000)).reinterpretAsFloats().sub(CENTRE).mul(x[k]);
      s = v.lanewise(LSHL, 5);
      b = bits.lanewise(LSHL, 7);
      odd = s.and(0x001e0000).or(ONE).or(b.and(0x00600000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 3]), odd);
      even = s.and(0x0001e000).or(ONE).or(b.and(0x00060000)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 2]), even);
      s = v.lanewise(LSHR, 3);
      b = bits.lanewise(LSHR, 1);
      odd = s.and(0x001e0000).or(ONE).or(b.and(0x00600000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 5]), odd);
      even = s.and(0x0001e000).or(ONE).or(b.and(0x00060000)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 4]), even);
      s = v.lanewise(LSHR, 11);
      b = bits.lanewise(LSHR, 9);
      odd = s.and(0x001e0000).or(ONE).or(b.and(0x00600000)).reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, x[k + 7]), odd);
      even = s.and(0x0001e000).or(ONE).or(b.and(0x00060000)).reinterpretAsFloats().sub(CENTRE)
          .fma(FloatVector.broadcast(FLOATS, x[k + 6]), even);
      var pair = (IntVector) ShortVector.fromMemorySegment(SHORTS, w, scales + (k >> 5) * (2 * LANES), LITTLE_ENDIAN)
          .convertShape(S2I, INTS, 0);
      var scale = (FloatVector) pair.lanewise(LSHL, 24 - (k >> 1 & 8)).lanewise(ASHR, 24).convertShape(I2F, FLOATS, 0);
      scale = scale.mul(FloatVector.fromMemorySegment(FLOATS, w, block, LITTLE_ENDIAN));
      sum = even.fma(FloatVector.broadcast(FLOATS, 16), odd).fma(scale, sum);
    }
    sum.mul(64).intoArray(y, yAt);
  }
}
