package org.vitrail.kernels.conv;

import org.vitrail.kernels.View;

/**
 * Two-dimensional convolution (cross-correlation) and max pooling. All views are contiguous: pictures (n, channels,
 * height, width), weights (outChannels, channels/groups, kernelY, kernelX).
 */
public interface Convolution {

  /** {@code y[n,o,i,j] = bias[o] + Σ_{c,u,v} w[o,c,u,v] · x[n, c, i·stride + u·dilation − pad, …]}; bias may be null. */
  void conv2d(View x, View w, View bias, Window window, View y);

  /** The transpose of {@link #conv2d} in x: {@code dx[n,c,…] = Σ w·dy}. */
  void conv2dInputGrad(View dy, View w, Window window, View dx);

  /** The transpose of {@link #conv2d} in w: {@code dw[o,c,u,v] = Σ_{n,i,j} dy·x}. */
  void conv2dWeightGrad(View x, View dy, Window window, View dw);

  /** Largest value in each window; padding never wins; {@code where} (I32) is the winner's place y·width + x. */
  void maxPool(View x, Window window, View y, View where);
}
