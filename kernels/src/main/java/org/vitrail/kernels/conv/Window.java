package org.vitrail.kernels.conv;

/**
 * The geometry of a sliding window over pictures: kernel, stride, padding and dilation in pixels per axis (y, x), and
 * the number of groups into which the channels are cut.
 */
public record Window(int kernelY, int kernelX, int strideY, int strideX, int padY, int padX, int dilationY,
    int dilationX, int groups) {

  public Window {
    if (Math.min(Math.min(kernelY, kernelX), Math.min(strideY, strideX)) < 1 || Math.min(padY, padX) < 0
        || Math.min(dilationY, dilationX) < 1 || groups < 1) {
      throw new IllegalArgumentException("a window of kernel (" + kernelY + ", " + kernelX + "), stride (" + strideY + ", "
          + strideX + "), padding (" + padY + ", " + padX + "), dilation (" + dilationY + ", " + dilationX + ") and "
          + groups + " groups: padding must not be negative, the others must be positive");
    }
  }

  /** A square window without dilation or groups. */
  public static Window square(int kernel, int stride, int pad) {
    return new Window(kernel, kernel, stride, stride, pad, pad, 1, 1, 1);
  }

  /** A window that moves by one pixel and sees no padding. */
  public static Window of(int kernelY, int kernelX) {
    return new Window(kernelY, kernelX, 1, 1, 0, 0, 1, 1, 1);
  }

  public Window withStride(int y, int x) {
    return new Window(kernelY, kernelX, y, x, padY, padX, dilationY, dilationX, groups);
  }

  public Window withPad(int y, int x) {
    return new Window(kernelY, kernelX, strideY, strideX, y, x, dilationY, dilationX, groups);
  }

  public Window withDilation(int y, int x) {
    return new Window(kernelY, kernelX, strideY, strideX, padY, padX, y, x, groups);
  }

  public Window withGroups(int groups) {
    return new Window(kernelY, kernelX, strideY, strideX, padY, padX, dilationY, dilationX, groups);
  }

  /** Rows of the result for {@code height} rows of input. */
  public int outY(int height) {
    return Math.floorDiv(height + 2 * padY - dilationY * (kernelY - 1) - 1, strideY) + 1;
  }

  /** Columns of the result for {@code width} columns of input. */
  public int outX(int width) {
    return Math.floorDiv(width + 2 * padX - dilationX * (kernelX - 1) - 1, strideX) + 1;
  }

  /** Rows of the result when a last window that only begins inside the picture or its upper padding counts too. */
  public int ceilY(int height) {
    return ceil(height, kernelY, strideY, padY, dilationY);
  }

  /** Columns of the result when a last window that only begins inside the picture or its left padding counts too. */
  public int ceilX(int width) {
    return ceil(width, kernelX, strideX, padX, dilationX);
  }

  private static int ceil(int size, int kernel, int stride, int pad, int dilation) {
    int windows = Math.ceilDiv(size + 2 * pad - dilation * (kernel - 1) - 1, stride) + 1;
    return (windows - 1) * stride >= size + pad ? windows - 1 : windows;
  }
}
