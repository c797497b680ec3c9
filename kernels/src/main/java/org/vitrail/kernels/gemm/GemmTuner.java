package org.vitrail.kernels.gemm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.DeviceException;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.gemm.ShapeClass.Size;
import org.vitrail.kernels.opencl.OpenClDevice;

/** Finds the best tile for each class of products on a device by trying all of them, timed by the device's own clock. */
public final class GemmTuner {
  private static final int RUNS = 4;
  /** Multiply-adds of the largest product that is tried. */
  private static final double MOST_WORK = 4e10;
  private static final int MANY = 16;

  private final OpenClDevice cl;
  private final TiledProduct tiled;
  private final TileChoice choice;

  public GemmTuner(OpenClDevice cl) {
    this.cl = cl;
    tiled = new TiledProduct(cl, Precision.F32);
    choice = new TileChoice(cl);
  }

  /**
   * The best tile of a class.
   *
   * @param key the class, such as {@code gemm.nt.large.medium.small}
   * @param gflops 10⁹ floating-point operations a second
   * @param untuned the same with the tile that was expected to be best
   */
  public record Finding(String key, String tile, double gflops, double untuned) {}

  /** The classes that are tried, as they are named in {@link Finding#key}. */
  public List<String> classes() {
    return all().stream().map(ShapeClass::key).toList();
  }

  /** Tries everything, hands each finding to {@code found}, and keeps the tiles in the settings of the device. */
  public void run(Consumer<Finding> found) {
    run(all(), found);
  }

  void run(List<ShapeClass> classes, Consumer<Finding> found) {
    cl.tuning().clear();
    for (var each : classes) {
      var finding = best(each);
      cl.tuning().put(finding.key, finding.tile);
      found.accept(finding);
    }
  }

  private static List<ShapeClass> all() {
    var classes = new ArrayList<ShapeClass>();
    for (var form : List.of("NN", "NT", "TN")) {
      for (boolean many : new boolean[] {false, true}) {
        for (var m : Size.values()) for (var n : Size.values()) for (var k : Size.values()) {
          double work = (many ? MANY : 1.0) * m.typical() * n.typical() * k.typical();
          if (work <= MOST_WORK) classes.add(new ShapeClass(form, m, n, k, many));
        }
      }
    }
    return classes;
  }

  private Finding best(ShapeClass shapes) {
    int count = shapes.many() ? MANY : 1;
    int m = shapes.m().typical();
    int n = shapes.n().typical();
    int k = shapes.k().typical();
    var a = operand(count, m, k, shapes.form().charAt(0) == 'T');
    var b = operand(count, k, n, shapes.form().charAt(1) == 'T');
    var c = operand(count, m, n, false);
    var product = Product.of(a, b, c, Epilogue.NONE);
    var expected = choice.of(product);
    double untuned = seconds(product, expected, Double.POSITIVE_INFINITY);
    var best = expected;
    double least = untuned;
    for (var tile : choice.candidates(product).toList()) {
      double seconds = seconds(product, tile, least);
      if (seconds < least) {
        least = seconds;
        best = tile;
      }
    }
    for (var view : List.of(a, b, c)) cl.recycle(view.storage(), "tuning");
    double operations = 2e-9 * count * m * n * k;
    return new Finding(shapes.key(), best.toString(), operations / least, operations / untuned);
  }

  private View operand(int count, int rows, int columns, boolean transposed) {
    var storage = cl.allocate(DType.F32, count * rows * columns);
    cl.kernels().elementwise().fill(1, View.of(storage, count * rows * columns));
    int[] strides = {rows * columns, transposed ? 1 : columns, transposed ? rows : 1};
    return new View(storage, 0, new int[] {count, rows, columns}, strides);
  }

  /**
   * The fastest of some runs, after one that builds the kernel; of one only, where that takes twice the {@code least};
   * infinite where the driver refuses the tile.
   */
  private double seconds(Product product, ClTile tile, double least) {
    try {
      tiled.multiply(product, tile);
      cl.finish();
    } catch (DeviceException refused) {
      return Double.POSITIVE_INFINITY;
    }
    double fastest = cl.timed(() -> tiled.multiply(product, tile)).nanos() / 1e9;
    for (int run = 1; run < RUNS && fastest < 2 * least; run++) {
      fastest = Math.min(fastest, cl.timed(() -> tiled.multiply(product, tile)).nanos() / 1e9);
    }
    return fastest;
  }
}
