package org.vitrail.kernels.weights;

import java.lang.foreign.SegmentAllocator;
import org.vitrail.kernels.Devices;

/**
 * {@code y = W·x}: the product of stored weights and one vector, which bounds the speed of generation. Every weight is
 * read once and used once, so the kernels are made to keep up with the memory and not to save arithmetic.
 *
 * <p>A projection is cut by rows; those of each call are computed on the calling thread, nothing is allocated, and a
 * row's result does not depend on the cut.
 */
public abstract sealed class Projection
    permits DecodedRows, FloatRows, HalfRows, BrainRows, ByteBlocks, Tiles {
  private final int rows;
  private final int columns;

  Projection(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * The fastest kernel for {@code w} here. Q4_0, Q4_K, Q5_K and Q6_K are interleaved for it, in {@code memory}; other
   * weights are read where they are.
   */
  public static Projection of(StoredMatrix w, SegmentAllocator memory) {
    if (!isVectorised()) return DecodedRows.specification(w);
    return switch (w.format()) {
      case F32 -> new FloatRows(w);
      case F16 -> new HalfRows(w);
      case BF16 -> new BrainRows(w);
      case Q8_0 -> ByteBlocks.isPossible() ? new ByteBlocks(w) : DecodedRows.vectorised(w);
      case Q4_0 -> new NibbleTiles(w, memory);
      case Q4_K -> new Q4KTiles(w, memory);
      case Q5_K -> new Q5KTiles(w, memory);
      case Q6_K -> new Q6KTiles(w, memory);
      default -> DecodedRows.vectorised(w);
    };
  }

  static boolean isVectorised() {
    return !Devices.current().name().equals("scalar") && Devices.problem("cpu").isEmpty();
  }

  /** Length of y. */
  public final int rows() {
    return rows;
  }

  /** Length of x. */
  public final int columns() {
    return columns;
  }

  /** Bytes of weights that one product reads. */
  public abstract long bytes();

  /** A cut is at a multiple of this many rows. */
  public int grain() {
    return 1;
  }

  /** Floats that {@link #prepare} writes. */
  public int prepared() {
    return columns;
  }

  /** Writes x, which begins at {@code x[at]}, to {@code prepared} in the form that {@link #multiply} reads. */
  public abstract void prepare(float[] x, int at, float[] prepared);

  /** Writes {@code y[yAt + r]} for the rows r from {@code first} to {@code end}, where they may be cut. */
  public abstract void multiply(float[] prepared, int first, int end, float[] y, int yAt);
}
