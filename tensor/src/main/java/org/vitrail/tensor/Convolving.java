package org.vitrail.tensor;

import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.ops.Conv2d;

/** Sums of products in a window that slides over pictures (n, channels, height, width). */
public sealed interface Convolving permits Tensor {
  Tensor self();

  /** {@link #conv2d(Tensor, Tensor, Window)} with the same stride and padding on both axes. */
  default Tensor conv2d(Tensor w, Tensor b, int stride, int pad) {
    return conv2d(w, b, Window.of(w.dim(-2), w.dim(-1)).withStride(stride, stride).withPad(pad, pad));
  }

  /**
   * {@code y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v]·x[n, c, i·stride + u·dilation − pad, …]}; w (outChannels,
   * channels/groups, kernelY, kernelX), b (outChannels) or null.
   */
  default Tensor conv2d(Tensor w, Tensor b, Window window) {
    return Tensor.of(new Conv2d(self(), w, b, window));
  }

  /** {@link #conv2d} on one axis: sequences (n, channels, length), w (outChannels, channels/groups, kernel). */
  default Tensor conv1d(Tensor w, Tensor b, int stride, int pad, int dilation, int groups) {
    var window = new Window(1, w.dim(-1), 1, stride, 0, pad, 1, dilation, groups);
    return self().unsqueeze(-2).conv2d(w.unsqueeze(-2), b, window).squeeze(-2);
  }

  /** {@link #convTranspose2d(Tensor, Tensor, Window, int, int)} with the same stride and padding on both axes. */
  default Tensor convTranspose2d(Tensor w, Tensor b, int stride, int pad) {
    return convTranspose2d(w, b, Window.of(w.dim(-2), w.dim(-1)).withStride(stride, stride).withPad(pad, pad), 0, 0);
  }

  /**
   * The transpose of {@link #conv2d}, plus b (outChannels) or null; w (channels, outChannels/groups, kernelY, kernelX).
   * The result has (h − 1)·stride − 2·pad + dilation·(kernel − 1) + 1 + {@code moreY} rows, and columns likewise.
   */
  default Tensor convTranspose2d(Tensor w, Tensor b, Window window, int moreY, int moreX) {
    var y = Tensor.of(Conv2d.InputGrad.transposed(self(), w, window, moreY, moreX));
    return b == null ? y : y.add(b.reshape(-1, 1, 1));
  }
}
