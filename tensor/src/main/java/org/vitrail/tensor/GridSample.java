package org.vitrail.tensor;

import org.vitrail.kernels.DType;

/** Bilinear sampling of pictures x (n, channels, height, width) at places given in pixels, each (n, rows, columns). */
record GridSample(Tensor x, Tensor column, Tensor row) {

  static Tensor of(Tensor x, Tensor grid, boolean alignCorners) {
    if (x.rank() != 4 || grid.rank() != 4 || grid.dim(0) != x.dim(0) || grid.dim(3) != 2) {
      throw new ShapeException("gridSample: x is " + x.shape() + " and grid " + grid.shape()
          + ", they must be (n, channels, height, width) and (n, rows, columns, 2)");
    }
    var sample = new GridSample(x, pixels(grid.select(3, 0), x.dim(3), alignCorners),
        pixels(grid.select(3, 1), x.dim(2), alignCorners));
    return sample.corner(0, 0).add(sample.corner(0, 1)).add(sample.corner(1, 0)).add(sample.corner(1, 1));
  }

  private static Tensor pixels(Tensor place, int size, boolean alignCorners) {
    return alignCorners ? place.add(1).mul((size - 1) / 2.0) : place.add(1).mul(size / 2.0).sub(0.5);
  }

  /** The pixels {@code below} and {@code right} of the places rounded down, times their nearness, 0 outside. */
  private Tensor corner(int below, int right) {
    var i = row.floor().add(below);
    var j = column.floor().add(right);
    var insideI = i.clamp(0, x.dim(2) - 1);
    var insideJ = j.clamp(0, x.dim(3) - 1);
    var inside = i.eq(insideI).mul(j.eq(insideJ)).to(x.dtype());
    var weight = nearness(row, i).mul(nearness(column, j)).mul(inside);                          // (n, rows, columns)
    var place = insideI.to(DType.I32).mul(x.dim(3)).add(insideJ.to(DType.I32)).flatten(1, 2).unsqueeze(1);
    var pixels = x.flatten(2, 3).gather(2, place.expand(-1, x.dim(1), -1));              // (n, channels, rows·columns)
    return pixels.unflatten(2, row.dim(1), row.dim(2)).mul(weight.unsqueeze(1));
  }

  /** {@code 1 − |a − b|}. */
  private static Tensor nearness(Tensor a, Tensor b) {
    return a.sub(b).abs().neg().add(1);
  }
}
