package org.vitrail.kernels.gemm;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Uploading;
import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.opencl.OpenClDevice;

/** Products in tiles of local memory, which a processor would not choose, against the scalar product. */
@BackendTest
class TiledProductClTest {
  /** Built in no time. */
  private static final ClTile TINY = new ClTile(16, 16, 8, 4, 4, 1);

  private final Gemm scalar = new GemmScalar();
  private final OpenClDevice device = (OpenClDevice) Devices.named("opencl");
  private final TiledProduct product = new TiledProduct(device, Precision.F32);

  private Gemm with(ClTile tile) {
    Gemm tiled = (a, b, c, epilogue) -> product.multiply(Product.of(a, b, c, epilogue), tile);
    return Uploading.of(device, Gemm.class, tiled);
  }

  @Test void sizesAroundTheTile() {
    var sample = new Sample(1);
    for (int m : new int[] {1, 15, 16, 17, 40}) {
      for (int n : new int[] {1, 16, 31, 36}) {
        for (int k : new int[] {1, 4, 8, 9, 100}) {
          check(with(TINY), sample.dense(m, k), sample.dense(k, n), sample.dense(m, n), Epilogue.NONE);
        }
      }
    }
  }

  @Test void layoutsBatchesAndEpilogues() {
    var sample = new Sample(2);
    var tiled = with(TINY);
    for (var left : Layout.values()) {
      for (var right : Layout.values()) {
        for (int k : new int[] {20, 33}) {
          var c = sample.view(sample.coin() ? Layout.DENSE : Layout.GAPS, 3, 20, 36);
          var residual = sample.view(sample.among(Layout.values()), 3, 20, 36);
          check(tiled, sample.view(left, 3, 20, k), sample.view(right, 3, k, 36), c,
              new Epilogue(-0.3, sample.dense(36), Unary.RELU, sample.coin(), residual));
        }
      }
    }
  }

  @Test void nothingToSum() {
    var sample = new Sample(3);
    check(with(TINY), sample.dense(20, 0), sample.dense(0, 33), sample.dense(20, 33),
        new Epilogue(2, sample.dense(33), Unary.RELU, true));
  }

  @Test void partsOfALongSum() {
    var sample = new Sample(4);
    for (int parts : new int[] {2, 3, 7}) {
      for (var left : new Layout[] {Layout.DENSE, Layout.TRANSPOSED, Layout.REPEATED}) {
        var c = sample.view(Layout.GAPS, 2, 20, 36);
        check(with(TINY.inParts(parts)), sample.view(left, 2, 20, 301), sample.dense(2, 301, 36), c,
            new Epilogue(0.5, sample.dense(36), Unary.RELU, true, sample.dense(2, 20, 36)));
      }
    }
  }

  /** Each tile that a product may get, once: operands with rows of a multiple of four, and others. */
  @Test void everyTile() {
    var sample = new Sample(5);
    for (var tile : TileChoice.TILES) {
      check(with(tile), sample.dense(200, 68), sample.view(Layout.TRANSPOSED, 68, 132), sample.dense(200, 132), Epilogue.NONE);
    }
  }

  private void check(Gemm tested, View a, View b, View c, Epilogue epilogue) {
    var expected = Sample.copy(c);
    var actual = Sample.copy(c);
    scalar.multiply(a, b, expected, epilogue);
    tested.multiply(a, b, actual, epilogue);
    Sample.assertClose(expected, actual, 4e-6 * Math.sqrt(1 + a.dim(-1)), Arrays.toString(a.shape()) + " strides "
        + Arrays.toString(a.strides()) + " · " + Arrays.toString(b.shape()) + " strides " + Arrays.toString(b.strides())
        + " with " + epilogue);
  }
}
