package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.vitrail.kernels.math.Scratch;

/** Quantised weights, interleaved so that a lane is a row. A tile is two vectors of rows. */
abstract sealed class Tiles extends Projection permits NibbleTiles, Q45KTiles, Q6KTiles {
  static final int ROWS = 2 * LANES;
  static final int VECTOR_BYTES = 4 * LANES;

  /** Writes a block of a row, at address {@code block}, to its lane of a tile's block at {@code to}. */
  interface Interleaving {
    void write(long block, long to, int lane);
  }

  private final MemorySegment tiles;
  private final long tileBytes;

  /** Tiles of {@code w}, each of whose blocks takes {@code vectors} vectors. */
  Tiles(StoredMatrix w, int vectors, Interleaving interleaving, SegmentAllocator memory) {
    super(w.rows(), w.columns());
    long step = (long) vectors * VECTOR_BYTES;
    tileBytes = columns() / w.format().block() * step;
    tiles = memory.allocate(Math.ceilDiv(rows(), ROWS) * tileBytes, VECTOR_BYTES);
    interleave(w, step, interleaving);
  }

  /** Rows of a tile are written together, so that a line of memory is filled while it is in the cache. */
  private void interleave(StoredMatrix w, long step, Interleaving interleaving) {
    long to = tiles.address();
    for (int tile = 0; tile < rows(); tile += ROWS) {
      int lanes = Math.min(ROWS, rows() - tile);
      long from = w.memory().address() + tile * w.rowBytes();
      for (long at = 0; at < w.rowBytes(); at += w.format().blockBytes(), to += step) {
        for (int lane = 0; lane < lanes; lane++) interleaving.write(from + lane * w.rowBytes() + at, to, lane);
      }
    }
  }

  /** The 8 bytes at an address. */
  static long octet(long address) {
    return ALL.get(JAVA_LONG_UNALIGNED, address);
  }

  /** The lower nibbles of 8 bytes, one after the other. */
  static int nibbles(long octet) {
    octet &= 0x0F0F0F0F0F0F0F0FL;
    octet = (octet | octet >>> 4) & 0x00FF00FF00FF00FFL;
    octet = (octet | octet >>> 8) & 0x0000FFFF0000FFFFL;
    return (int) (octet | octet >>> 16);
  }

  @Override public final long bytes() {
    return tiles.byteSize();
  }

  @Override public final int grain() {
    return ROWS;
  }

  @Override public final void multiply(float[] prepared, int first, int end, float[] y, int yAt) {
    int whole = (Math.min(end, rows() / ROWS * ROWS) - first) / ROWS;
    int apart = whole / 2 * ROWS;
    for (int r = first; r < first + apart; r += ROWS) {
      multiplyTiles(tile(r), tile(r + apart), prepared, y, yAt + r, yAt + r + apart);
    }
    for (int r = first + 2 * apart; r < end; r += ROWS) {
      if (r + ROWS <= rows()) {
        multiplyTiles(tile(r), tile(r), prepared, y, yAt + r, yAt + r);
      } else {
        var last = Scratch.WEIGHTS.floats(ROWS);
        multiplyTiles(tile(r), tile(r), prepared, last, 0, 0);
        System.arraycopy(last, 0, y, yAt + r, rows() - r);
      }
    }
  }

  private long tile(int row) {
    return tiles.address() + row / ROWS * tileBytes;
  }

  /**
   * Writes the products of two tiles, at addresses {@code at} and {@code far}, to {@code y[yAt…]} and
   * {@code y[yFar…]}. They are far apart for the reason that {@link HalfRows} gives; the last one is alone, twice.
   */
  abstract void multiplyTiles(long at, long far, float[] x, float[] y, int yAt, int yFar);
}
