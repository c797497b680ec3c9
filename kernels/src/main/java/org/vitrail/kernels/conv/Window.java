package org.vitrail.kernels.conv;

/**
 * The geometry of a sliding window over pictures: kernel, stride, padding and dilation in pixels per axis (y, x), and
 * the number of groups into which the channels are cut.
 */
public record Window(int kernelY, int kernelX, int strideY, int strideX, int padY, int padX, int dilationY,
    int dilationX, int groups) {

  /** A square window without dilation or groups. */
  public static Window square(int kernel, int stride, int pad) {
    return new Window(kernel, kernel, stride, stride, pad, pad, 1, 1, 1);
  }

  /** Rows of the result for {@code height} rows of input. */
  public int outY(int height) {
    return (height + 2 * padY - dilationY * (kernelY - 1) - 1) / strideY + 1;
  }

  /** Columns of the result for {@code width} columns of input. */
  public int outX(int width) {
    return (width + 2 * padX - dilationX * (kernelX - 1) - 1) / strideX + 1;
  }
}
