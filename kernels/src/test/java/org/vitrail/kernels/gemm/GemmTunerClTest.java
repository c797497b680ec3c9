package org.vitrail.kernels.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.gemm.ShapeClass.Size;
import org.vitrail.kernels.opencl.OpenClDevice;

/** Which tiles products get. */
@BackendTest
class GemmTunerClTest {
  private final OpenClDevice device = (OpenClDevice) Devices.named("opencl");
  private final TileChoice choice = new TileChoice(device);

  private Product product(int m, int n, int k) {
    return Product.of(matrix(m, k), matrix(k, n), matrix(m, n), Epilogue.NONE);
  }

  private View matrix(int rows, int columns) {
    return View.of(device.allocate(DType.F32, rows * columns), rows, columns);
  }

  @Test void theBestOfAClassIsKept() {
    var shapes = new ShapeClass("NT", Size.SMALL, Size.SMALL, Size.SMALL, false);
    device.tuning().put("gemm.nn.large.large.large", "of an earlier tuning");
    var findings = new ArrayList<GemmTuner.Finding>();
    new GemmTuner(device).run(List.of(shapes), findings::add);
    assertEquals(List.of("gemm.nt.small.small.small"), findings.stream().map(GemmTuner.Finding::key).toList());
    var found = findings.getFirst();
    assertEquals(found.tile(), device.tuning().find(found.key()).orElseThrow());
    assertTrue(TileChoice.TILES.contains(ClTile.parse(found.tile()).inParts(1)), found.tile());
    assertTrue(device.tuning().find("gemm.nn.large.large.large").isEmpty());
    device.tuning().clear();
  }

  @Test void whatWasTunedIsUsed() {
    var small = product(10, 20, 30);
    var tile = TileChoice.TILES.getLast().inParts(3);
    device.tuning().put(ShapeClass.of(small).key(), tile.toString());
    assertEquals(tile, choice.of(small));
    device.tuning().put(ShapeClass.of(small).key(), "4096x4096x16/8x8/1");
    assertTrue(TileChoice.TILES.contains(choice.of(small)), "a tile that does not fit");
    device.tuning().put(ShapeClass.of(small).key(), "nonsense");
    assertTrue(TileChoice.TILES.contains(choice.of(small)));
    device.tuning().clear();
  }

  @Test void longSumsWithSmallResultsAreCutIntoParts() {
    assertEquals(1, choice.of(product(1000, 1000, 64)).parts());
    assertTrue(choice.of(product(16, 16, 8192)).parts() > 1);
  }

  @Test void classesHaveNamesOfTheirOwn() {
    var classes = new GemmTuner(device).classes();
    assertEquals(classes.size(), new HashSet<>(classes).size());
  }

  @Test void tilesAreReadBackOrNotAtAll() {
    for (var tile : TileChoice.TILES) assertEquals(tile, ClTile.parse(tile + ""));
    for (var text : new String[] {"", "128x128", "axbxc/dxe/f", "128x128x8/8x8/1/1"}) assertNull(ClTile.parse(text));
  }
}
