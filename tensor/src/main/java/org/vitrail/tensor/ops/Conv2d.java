package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Convolution of pictures x (n, channels, height, width) with w (outChannels, channels/groups, kernelY, kernelX), plus
 * b (outChannels) or null: {@code y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v]·x[n, c, i·stride + u·dilation − pad, …]}.
 *
 * <p>The result, the gradient of x and the gradient of w are each linear in two of (x, w, y); the derivatives of one
 * are the other two.
 */
public record Conv2d(Tensor x, Tensor w, Tensor b, Window window) implements Op {

  @Override public List<Tensor> inputs() {
    return b == null ? List.of(x, w) : List.of(x, w, b);
  }

  @Override public Tensor forward() {
    requireOperands();
    var y = x.emptyLike(Shape.of(x.dim(0), w.dim(0), window.outY(x.dim(2)), window.outX(x.dim(3))));
    var bias = b == null ? null : b.contiguous().view();
    x.kernels().convolution().conv2d(x.contiguous().view(), w.contiguous().view(), bias, window, y.view());
    return y;
  }

  private void requireOperands() {
    Operands.requireReal(name(), x);
    for (var input : inputs()) Operands.requireAlike(name(), x, input);
    Operands.require(x.rank() == 4 && w.rank() == 4, () -> "conv2d: x is " + x.shape() + " and w " + w.shape()
        + ", they must be (n, channels, height, width) and (outChannels, channels/groups, kernelY, kernelX)");
    Operands.require(window.kernelY() == w.dim(2) && window.kernelX() == w.dim(3),
        () -> "conv2d: the window is " + window.kernelY() + " by " + window.kernelX() + ", w is " + w.shape());
    Operands.require(x.dim(1) == window.groups() * w.dim(1) && w.dim(0) % window.groups() == 0, () -> "conv2d: x "
        + x.shape() + " and w " + w.shape() + " do not fit " + window.groups() + " groups of channels");
    if (b != null) {
      Operands.require(b.shape().equals(Shape.of(w.dim(0))),
          () -> "conv2d: the bias is " + b.shape() + ", w " + w.shape() + " has " + w.dim(0) + " outChannels");
    }
    Operands.require(window.outY(x.dim(2)) > 0 && window.outX(x.dim(3)) > 0, () -> "conv2d: w " + w.shape()
        + " with dilation " + window.dilationY() + " and " + window.dilationX() + " is larger than x " + x.shape()
        + " with padding " + window.padY() + " and " + window.padX());
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    Gradient dx = () -> Tensor.of(new InputGrad(dy, w, window, x.shape()));
    Gradient dw = () -> Tensor.of(new WeightGrad(x, dy, window, w.shape()));
    return b == null ? List.of(dx, dw) : List.of(dx, dw, () -> dy.sum(0, 2, 3));
  }

  /** {@code dx[n,c,…] = Σ w·dy}: the transpose in x; pictures of {@code shape} out of dy. */
  public record InputGrad(Tensor dy, Tensor w, Window window, Shape shape) implements Op {

    /**
     * The transposed convolution of x (n, channels, height, width) with w (channels, outChannels/groups, kernelY,
     * kernelX); {@code moreY} and {@code moreX} pixels are added to the result at the end of each axis.
     */
    public static InputGrad transposed(Tensor x, Tensor w, Window s, int moreY, int moreX) {
      Operands.requireAlike("convTranspose2d", x, w);
      Operands.requireReal("convTranspose2d", x);
      boolean fits = x.rank() == 4 && w.rank() == 4 && x.dim(1) == w.dim(0) && x.dim(1) % s.groups() == 0;
      Operands.require(fits, () -> "convTranspose2d: x is " + x.shape() + " and w " + w.shape() + " for " + s.groups()
          + " groups, they must be (n, channels, height, width) and (channels, outChannels/groups, kernelY, kernelX)");
      Operands.require(s.kernelY() == w.dim(2) && s.kernelX() == w.dim(3),
          () -> "convTranspose2d: the window is " + s.kernelY() + " by " + s.kernelX() + ", w is " + w.shape());
      Operands.require(0 <= moreY && moreY < s.strideY() && 0 <= moreX && moreX < s.strideX(),
          () -> "convTranspose2d: " + moreY + " and " + moreX
              + " more pixels must not be negative and less than the stride");
      int height = (x.dim(2) - 1) * s.strideY() - 2 * s.padY() + s.dilationY() * (s.kernelY() - 1) + 1 + moreY;
      int width = (x.dim(3) - 1) * s.strideX() - 2 * s.padX() + s.dilationX() * (s.kernelX() - 1) + 1 + moreX;
      Operands.require(height > 0 && width > 0,
          () -> "convTranspose2d: of " + x.shape() + " the padding leaves nothing");
      return new InputGrad(x, w, s, Shape.of(x.dim(0), w.dim(1) * s.groups(), height, width));
    }

    @Override public List<Tensor> inputs() {
      return List.of(dy, w);
    }

    @Override public Tensor forward() {
      var dx = dy.emptyLike(shape);
      dy.kernels().convolution().conv2dInputGrad(dy.contiguous().view(), w.contiguous().view(), window, dx.view());
      return dx;
    }

    @Override public List<Gradient> backward(Tensor dx, Tensor g) {
      return List.of(() -> Tensor.of(new Conv2d(g, w, null, window)),
          () -> Tensor.of(new WeightGrad(g, dy, window, w.shape())));
    }
  }

  /** {@code dw[o,c,u,v] = Σ_{n,i,j} dy·x}: the transpose in w, of {@code shape}. */
  public record WeightGrad(Tensor x, Tensor dy, Window window, Shape shape) implements Op {

    @Override public List<Tensor> inputs() {
      return List.of(x, dy);
    }

    @Override public Tensor forward() {
      var dw = x.emptyLike(shape);
      x.kernels().convolution().conv2dWeightGrad(x.contiguous().view(), dy.contiguous().view(), window, dw.view());
      return dw;
    }

    @Override public List<Gradient> backward(Tensor dw, Tensor g) {
      return List.of(() -> Tensor.of(new InputGrad(dy, g, window, x.shape())),
          () -> Tensor.of(new Conv2d(x, g, null, window)));
    }
  }
}
