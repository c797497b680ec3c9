package org.vitrail.kernels.conv;

import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.ColumnSums;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/**
 * Convolution as products in tiles of weights and patches, which exist in local memory only; where a group has few
 * rows of weights, as a depthwise convolution has, a work-item per pixel.
 */
public final class ConvolutionOpenCl implements Convolution {
  private static final int TILE = 64;
  /** Rows of weights in a group from which on tiles pay. */
  private static final int ROWS = 8;
  /** Work-items of a group that computes pixels or a weight. */
  private static final int GROUP = 64;
  /** Groups that are enough to keep a device busy. */
  private static final int ENOUGH = 1024;
  /** Places, at least, that a group of the gradient in w adds up. */
  private static final int STRETCH = 256;
  private static final Source CORRELATE = source("correlate.cl");
  private static final Source WEIGHTS = source("weights.cl").with("GROUP", GROUP);
  private static final Source POOL = source("pool.cl");

  private final OpenClDevice cl;
  private final ColumnSums sums;

  public ConvolutionOpenCl(OpenClDevice cl, ColumnSums sums) {
    this.cl = cl;
    this.sums = sums;
  }

  private static Source source(String name) {
    return Source.of(ConvolutionOpenCl.class, name).including(ConvolutionOpenCl.class, "correlation.cl");
  }

  private static Correlation forward(View x, View w, View y, Window window) {
    return Correlation.forward(x, w.dim(0) / window.groups(), w.dim(1), y, window);
  }

  @Override public void conv2d(View x, View w, View bias, Window window, View y) {
    correlate(forward(x, w, y, window), x, w, bias, y);
  }

  @Override public void conv2dInputGrad(View dy, View w, Window window, View dx) {
    for (var c : Correlation.backward(dy, w, dx, window)) correlate(c, dy, w, null, dx);
  }

  private void correlate(Correlation c, View source, View w, View bias, View out) {
    boolean tiles = c.rows() >= ROWS && c.depth() > 0;
    var launch = cl.kernel(CORRELATE.of(out.dtype()), tiles ? "correlate_tiles" : "correlate").arg(source).arg(w)
        .arg(bias).arg(out).struct(c.numbers());
    if (tiles) {
      launch.grid(new long[] {Math.ceilDiv(c.places(), TILE), Math.ceilDiv(c.rows(), TILE), c.groups()},
          new int[] {16, 16, 1});
    } else {
      launch.grid(new long[] {Math.ceilDiv(c.places(), GROUP), c.rows(), c.groups()}, new int[] {GROUP, 1, 1});
    }
  }

  @Override public void conv2dWeightGrad(View x, View dy, Window window, View dw) {
    var c = forward(x, dw, dy, window);
    boolean tiles = c.rows() >= ROWS;
    int across = Math.ceilDiv(c.depth(), TILE);
    int down = Math.ceilDiv(c.rows(), TILE);
    int groups = tiles ? across * down * c.groups() : dw.size();
    int stretches = Math.clamp(ENOUGH / Math.max(1, groups), 1, Math.max(1, c.places() / STRETCH));
    int length = Math.ceilDiv(c.places(), stretches);
    var partial = stretches == 1 ? dw : View.of(cl.allocate(dw.dtype(), stretches * dw.size()), stretches, dw.size());
    var launch = cl.kernel(WEIGHTS.of(dw.dtype()), tiles ? "weight_tiles" : "weight_sums").arg(x).arg(dy).arg(partial)
        .struct(c.numbers()).arg(length);
    if (tiles) launch.grid(new long[] {across, down, (long) c.groups() * stretches}, new int[] {16, 16, 1});
    else launch.grid(new long[] {dw.size(), stretches}, new int[] {GROUP, 1});
    if (stretches > 1) {
      sums.add(partial, stretches, dw.size(), dw);
      cl.recycle(partial.storage(), "stretches of a gradient");
    }
  }

  @Override public void maxPool(View x, Window window, View y, View where) {
    var c = Correlation.forward(x, 1, 1, y, window);
    cl.kernel(POOL.of(y.dtype()), "max_pool").arg(x).arg(y).arg(where).struct(c.numbers()).arg(y.size())
        .items(y.size());
  }
}
