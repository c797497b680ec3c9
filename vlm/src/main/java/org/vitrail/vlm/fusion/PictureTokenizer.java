package org.vitrail.vlm.fusion;

import org.vitrail.tensor.Tensor;

/** Turns pictures into a short grid of integers and back. */
public interface PictureTokenizer {

  /** Number of different codes K. */
  int codes();

  /** Rows of the grid. */
  int rows();

  /** Columns of the grid. */
  int columns();

  /** Codes of one picture. */
  default int length() {
    return rows() * columns();
  }

  /** The codes, 0 to K − 1, row by row, of each of some pictures (B, C, H, W) in the range of −1 to 1. */
  int[][] encode(Tensor pictures);

  /** The pictures (B, C, H, W) that some codes stand for, in the range of −1 to 1 or a little beyond. */
  Tensor decode(int[][] codes);
}
