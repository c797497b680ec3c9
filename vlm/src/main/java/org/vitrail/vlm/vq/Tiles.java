package org.vitrail.vlm.vq;

import org.vitrail.tensor.Tensor;

/**
 * Cuts pictures into tiles that are pictures of their own, and joins them again.
 *
 * @param each how many along each axis, n
 */
record Tiles(int each) {

  /** (B, C, H, W) to (B·n², C, H/n, W/n), row by row. */
  Tensor cut(Tensor x) {
    if (each == 1) return x;
    int rows = x.dim(2) / each;
    int columns = x.dim(3) / each;
    return x.reshape(x.dim(0), x.dim(1), each, rows, each, columns).permute(0, 2, 4, 1, 3, 5)
        .reshape(-1, x.dim(1), rows, columns);
  }

  /** (B·n², C, h, w) to (B, C, n·h, n·w). */
  Tensor join(Tensor x) {
    if (each == 1) return x;
    int rows = x.dim(2);
    int columns = x.dim(3);
    return x.reshape(-1, each, each, x.dim(1), rows, columns).permute(0, 3, 1, 4, 2, 5)
        .reshape(-1, x.dim(1), each * rows, each * columns);
  }
}
