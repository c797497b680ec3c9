package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Interpolation;

final class ImagingOps {
  private ImagingOps() {}

  static List<OpTest> lines() {
    var x = shape("b c 5 4");
    var flat = Window.of(2, 3).withStride(1, 2).withPad(1, 0);
    return List.of(
        op("maxPool2d", t -> t.maxPool2d(2, 2, 0), x),
        op("maxPool2d ceil", t -> t.maxPool2d(Window.square(3, 2, 1).withDilation(1, 2), true), x),
        op("avgPool2d", t -> t.avgPool2d(3, 2, 1), x),
        op("avgPool2d ceil", t -> t.avgPool2d(flat, true, false), x),
        op("adaptiveAvgPool2d", t -> t.adaptiveAvgPool2d(3, 3), x),
        op("interpolate nearest", t -> t.interpolate(Interpolation.NEAREST, 3, 7), x),
        op("interpolate", t -> t.interpolate(Interpolation.BILINEAR, 7, 3), x),
        op("interpolate corners", t -> t.interpolate(Interpolation.BICUBIC.withAlignedCorners(), 7, 3), x),
        op("interpolate by", t -> t.interpolate(Interpolation.BICUBIC, 1.5, 0.8, false), x),
        op("interpolate antialias", t -> t.interpolate(Interpolation.BICUBIC.withAntialias(), 2, 6), x),
        op("resample", t -> t.resample(0, new double[][] {{1, 0.5, 2}, {-1, 3, 0.25}}), shape("3 m")),
        op("gridSample", (t, grid) -> t.gridSample(grid, false), x, shape("b 2 3 2").in(-1.3, 1.3)),
        op("gridSample corners", (t, grid) -> t.gridSample(grid, true), x, shape("b 2 3 2").in(-1.3, 1.3)));
  }
}
