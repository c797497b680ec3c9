package org.vitrail.tensor;

import java.util.Arrays;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.ops.MaxPool;

/** Pictures (n, channels, height, width) in other sizes. */
public sealed interface Imaging permits Tensor {
  Tensor self();

  /** {@link #maxPool2d(Window, boolean)} with a square window. */
  default Tensor maxPool2d(int kernel, int stride, int pad) {
    return maxPool2d(Window.square(kernel, stride, pad), false);
  }

  /** The largest value in each window, padding never; {@code ceil} counts a last window that is only begun. */
  default Tensor maxPool2d(Window window, boolean ceil) {
    var to = pooled("maxPool2d", self(), window, ceil);
    return Tensor.of(new MaxPool(self(), window, to.dim(2), to.dim(3)));
  }

  /** {@link #avgPool2d(Window, boolean, boolean)} with a square window, padding counted. */
  default Tensor avgPool2d(int kernel, int stride, int pad) {
    return avgPool2d(Window.square(kernel, stride, pad), false, true);
  }

  /** The mean of each window; padding counts as zeros or, without {@code countPad}, not at all. */
  default Tensor avgPool2d(Window s, boolean ceil, boolean countPad) {
    var x = self();
    var to = pooled("avgPool2d", x, s, ceil);
    return resample(-2, Averaging.windows(x.dim(2), to.dim(2), s.kernelY(), s.strideY(), s.padY(), countPad))
        .resample(-1, Averaging.windows(x.dim(3), to.dim(3), s.kernelX(), s.strideX(), s.padX(), countPad));
  }

  private static Shape pooled(String op, Tensor x, Window s, boolean ceil) {
    if (x.rank() != 4) throw new ShapeException(op + ": " + x.shape() + " is not (n, channels, height, width)");
    int height = ceil ? s.ceilY(x.dim(2)) : s.outY(x.dim(2));
    int width = ceil ? s.ceilX(x.dim(3)) : s.outX(x.dim(3));
    if (height < 1 || width < 1) {
      throw new ShapeException(op + ": no window of " + s.kernelY() + " by " + s.kernelX() + " fits into " + x.shape());
    }
    return x.shape().with(2, height).with(3, width);
  }

  /** Means over rectangles of nearly equal size that cover the picture. */
  default Tensor adaptiveAvgPool2d(int height, int width) {
    return interpolate(Interpolation.AREA, height, width);
  }

  /** The picture with {@code height} rows and {@code width} columns. */
  default Tensor interpolate(Interpolation how, int height, int width) {
    double scaleY = (double) self().dim(-2) / height;
    double scaleX = (double) self().dim(-1) / width;
    return how.resize(how.resize(self(), -2, height, scaleY), -1, width, scaleX);
  }

  /**
   * The picture with ⌊h·scaleY⌋ rows and ⌊w·scaleX⌋ columns. Neighbouring ones stand 1/scale apart in the original, or
   * with {@code recompute} as far as the rounded sizes say.
   */
  default Tensor interpolate(Interpolation how, double scaleY, double scaleX, boolean recompute) {
    int height = (int) (self().dim(-2) * scaleY);
    int width = (int) (self().dim(-1) * scaleX);
    if (recompute) return interpolate(how, height, width);
    return how.resize(how.resize(self(), -2, height, 1 / scaleY), -1, width, 1 / scaleX);
  }

  /** A linear map along {@code axis}: {@code y[…, o, …] = Σ_i weights[o][i]·x[…, i, …]}. */
  default Tensor resample(int axis, double[][] weights) {
    var x = self();
    var flat = Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
    var m = Devices.on(x.device(), () -> Tensor.of(flat, weights.length, x.dim(axis)).to(x.dtype()));
    if (x.shape().axis(axis) == x.rank() - 2) return m.matmul(x);
    return x.transpose(axis, -1).linear(m, null).transpose(axis, -1);
  }

  /**
   * The picture at the places {@code grid} (n, rows, columns, 2) of (x, y), where −1 and 1 are the borders of the
   * picture, or with {@code alignCorners} the centres of its outermost pixels: the four neighbours weighed by nearness,
   * those outside the picture as 0 (Jaderberg et al. 2015).
   */
  default Tensor gridSample(Tensor grid, boolean alignCorners) {
    return GridSample.of(self(), grid, alignCorners);
  }
}
