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

  private final OpenClDevice cl;

  TileChoice(OpenClDevice cl) {
    this.cl = cl;
  }

  ClTile of(Product p) {
    var tuned = cl.tuning().find(ShapeClass.of(p).key()).map(ClTile::parse)
        .filter(tile -> fits(p, tile));
    return tuned.orElseGet(() -> candidates(p).min(Comparator.comparingDouble(tile -> cost(p, tile))).orElseThrow());
  }

  /** Into how many parts a product in blocks of {@code block} rows and columns is cut. */
  int parts(Product p, int block) {
    return parts(p).mapToObj(n -> new ClTile(block, block, 0, 8, 8, n))
        .min(Comparator.comparingDouble(tile -> cost(p, tile))).orElseThrow().parts();
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
   * What a product takes, in multiplications of one compute unit: rounds in which all units make a tile, at the speed
   * of that tile, and the traffic of the parts.
   */
  private double cost(Product p, ClTile tile) {
    double groups = (double) tile.tiles(p.m(), p.n()) * p.count() * tile.parts();
    double rounds = Math.ceil(groups / cl.hardware().computeUnits());
    double work = (double) tile.rows() * tile.columns() * Math.ceilDiv(p.k(), tile.parts()) / speed(tile);
    double traffic = tile.parts() == 1 ? 0
        : 64.0 * tile.parts() * p.count() * p.m() * p.n() / cl.hardware().computeUnits();
    return rounds * work + traffic;
  }

  /** Relative to the largest: how often an item uses a number that it read. */
  private static double speed(ClTile tile) {
    return switch (tile.itemRows() * tile.itemColumns()) {
      case 64 -> tile.depth() == 8 ? 1 : 0.98;
      case 32 -> 0.85;
      default -> tile.rows() == 64 ? 0.7 : 0.5;
    };
  }
}
