package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/**
 * The largest value in each window on pictures (n, channels, height, width); padding never wins.  dx = dy, added at the
 * places of the winners, the first of equal ones.
 */
public final class MaxPool implements Op {
  private final Tensor x;
  private final Window window;
  private final int height;
  private final int width;
  private Tensor where;

  /** {@code height} and {@code width} are those of the result. */
  public MaxPool(Tensor x, Window window, int height, int width) {
    this.x = x;
    this.window = window;
    this.height = height;
    this.width = width;
  }

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), x);
    requirePixels(height, window.kernelY(), window.strideY(), window.padY(), window.dilationY(), x.dim(2));
    requirePixels(width, window.kernelX(), window.strideX(), window.padX(), window.dilationX(), x.dim(3));
    var y = x.emptyLike(Shape.of(x.dim(0), x.dim(1), height, width));
    where = Tensor.empty(x.device(), DType.I32, y.shape());
    x.kernels().convolution().maxPool(x.contiguous().view(), window, y.view(), where.view());
    return y;
  }

  /** Refuses an axis on which some window sees nothing but padding. */
  private static void requirePixels(int windows, int kernel, int stride, int pad, int dilation, int size) {
    for (int i = 0; i < windows; i++) {
      int first = i * stride - pad;
      int inside = first + dilation * Math.max(0, Math.ceilDiv(-first, dilation));
      if (inside < size && inside <= first + dilation * (kernel - 1)) continue;
      throw new ShapeException("maxPool: window " + i + " lies in the padding, use less than " + pad);
    }
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    var planes = Shape.of(x.dim(0), x.dim(1), x.dim(2) * x.dim(3));
    return List.of(() -> Tensor.of(new Gather.ScatterAdd(dy.flatten(2, 3), 2, where.flatten(2, 3), planes))
        .reshape(x.shape()));
  }
}
