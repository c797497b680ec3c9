package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.vitrail.kernels.math.Simd.LANES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.vitrail.kernels.math.Scratch;

/**
 * The formats of {@link Groups}, interleaved so that a lane is a row; a tile is a vector of rows. It begins with the two
 * bytes of scales of each group, one group after the other; formats without them share one group's, which are 1. Then
 * comes for each block d and e (Q6_K: d), and for each of its groups four ints of nibbles and the bits above them.
 *
 * <p>Nibble c of int o is that of column 8·o + c, and bit o of nibble c of an int of fifth bits belongs to it. Fifth and
 * sixth bits take two ints, with two bits of each column of two octets.
 *
 * <p>Two columns at a time are shifted into the fraction of floats with the exponent of 1, as {@link NibbleTiles} explains:
 * one becomes {@code 1 + q/2ⁿ}, n the number of bits, the other {@code 1 + q/2ⁿ/16}. The small difference of the latter
 * has to be taken first; the 1 of the former is taken off the sum.
 */
final class GroupTiles extends Projection {
  private static final int GROUP = 32;
  private static final long VECTOR_BYTES = 4L * LANES;

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
    long bytes = Math.ceilDiv(rows(), LANES) * tileBytes + (scaled ? 0 : start);
    tiles = memory.allocate(bytes, VECTOR_BYTES);
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
    return columns() + columns() / 16;
  }

  /** x, then for each group what takes the ones off its sum, then Σ x of each; Q6_K: the former for each half. */
  @Override public void prepare(float[] x, int at, float[] prepared) {
    System.arraycopy(x, at, prepared, 0, columns());
    int width = groups.bits == 6 ? GROUP / 2 : GROUP;
    float one = groups.bits == 6 ? -1.5f : -1;
    for (int k = 0; k < columns(); k += width) {
      float even = 0;
      float odd = 0;
      for (int i = k; i < k + width; i += 2) {
        even += prepared[i];
        odd += prepared[i + 1];
      }
      prepared[columns() + k / width] = one * odd;
      if (width == GROUP) prepared[columns() + (columns() + k) / width] = even + odd;
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
      case 4 -> FourBitTile.multiply(tiles, scales, scaleStep, blocks, groups.count, columns(), x, y, yAt);
      case 5 -> FiveBitTile.multiply(tiles, scales, scaleStep, blocks, groups.count, columns(), x, y, yAt);
      default -> SixBitTile.multiply(tiles, scales, blocks, columns(), x, y, yAt);
    }
  }
}
