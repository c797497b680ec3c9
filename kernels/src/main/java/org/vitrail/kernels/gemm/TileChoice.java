package org.vitrail.kernels.gemm;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.kernels.opencl.OpenClDevice;

/** Which tile a product gets. */
final class TileChoice {
  /** Every tile that is tried, the larger first: they read less for each multiplication, but fill a device worse. */
  static final List<ClTile> TILES = List.of(new ClTile(128, 128, 8, 8, 8, 1), new ClTile(128, 128, 16, 8, 8, 1),
      new ClTile(128, 64, 16, 8, 4, 1), new ClTile(64, 64, 16, 4, 4, 1), new ClTile(32, 32, 16, 4, 4, 1));
  private static final int[] PARTS = {1, 2, 4, 8, 16, 32};
  /** The least numbers along k worth a part of their own. */
  private static final int PART = 128;
  /** Multiplications in whose time a number of a part goes to memory and comes back, by guess. */
  private static final double PART_TRAFFIC = 64;

  private final OpenClDevice cl;

  TileChoice(OpenClDevice cl) {
    this.cl = cl;
  }

  ClTile of(Product p) {
    var tuned = cl.tuning().find(ShapeClass.of(p).key()).map(ClTile::parse)
        .filter(tile -> fits(p, tile));
    return tuned.orElseGet(() -> candidates(p).min(Comparator.comparingDouble(tile ->
        cost(p, tile.rows(), tile.columns(), tile.parts(), speed(tile)))).orElseThrow());
  }

  /** Into how many parts a product in blocks of {@code block} rows and columns is cut. */
  int parts(Product p, int block) {
    return parts(p).boxed().min(Comparator.comparingDouble(parts -> cost(p, block, block, parts, 1))).orElseThrow();
  }

  private static IntStream parts(Product p) {
    return IntStream.of(PARTS).filter(parts -> parts == 1 || p.k() >= parts * PART);
  }

  private boolean fits(Product p, ClTile tile) {
    return tile.items() <= cl.hardware().maxGroup() && tile.localBytes(p.dtype().bytes()) <= cl.hardware().localMemory();
  }

  /** The tiles that the device can run, with as many parts as k is worth. */
  Stream<ClTile> candidates(Product p) {
    return TILES.stream().filter(tile -> fits(p, tile))
        .flatMap(tile -> parts(p).mapToObj(tile::inParts));
  }

  /**
   * What a product takes, in multiplications of one compute unit: rounds in which all units make a tile of
   * {@code rows} x {@code columns} at its {@code speed}, and the traffic of the parts.
   */
  private double cost(Product p, int rows, int columns, int parts, double speed) {
    double tiles = (double) Math.ceilDiv(p.m(), rows) * Math.ceilDiv(p.n(), columns) * p.count();
    double rounds = Math.ceil(tiles * parts / cl.hardware().computeUnits());
    double work = (double) rows * columns * Math.ceilDiv(p.k(), parts) / speed;
    double traffic = parts == 1 ? 0 : PART_TRAFFIC * parts * p.count() * p.m() * p.n() / cl.hardware().computeUnits();
    return rounds * work + traffic;
  }

  /** Relative to the largest, by guess: the fewer sums an item has, the fewer uses of a number that it read. */
  private static double speed(ClTile tile) {
    return switch (tile.itemRows() * tile.itemColumns()) {
      case 64 -> tile.depth() == 8 ? 1 : 0.98;
      case 32 -> 0.85;
      default -> tile.rows() == 64 ? 0.7 : 0.5;
    };
  }
}
