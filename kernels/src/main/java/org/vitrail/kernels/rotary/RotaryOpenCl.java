package org.vitrail.kernels.rotary;

import org.vitrail.kernels.Axes;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** One work-item per pair, on whatever axes the views share. */
public final class RotaryOpenCl implements Rotary {
  private static final Source ROTARY = Source.of(RotaryOpenCl.class, "rotary.cl");

  private final OpenClDevice cl;

  public RotaryOpenCl(OpenClDevice cl) {
    this.cl = cl;
  }

  @Override public void rotate(View x, View cos, View sin, boolean interleaved, View y) {
    int n = cos.dim(-1);
    int step = interleaved ? 2 : 1;
    int apart = interleaved ? 1 : n;
    int pairs = y.size() / 2;
    cl.kernel(ROTARY.of(y.dtype()), "rotate_pairs").arg(x).arg(cos).arg(sin).arg(y).arg(apart)
        .arg(Axes.of(3, firsts(x, n, step), cos, sin, firsts(y, n, step))).arg(pairs).items(pairs);
  }

  /** The first elements of the n pairs. */
  private static View firsts(View v, int n, int step) {
    int last = v.rank() - 1;
    var shape = v.shape().clone();
    var strides = v.strides().clone();
    shape[last] = n;
    strides[last] = step;
    return new View(v.storage(), v.offset(), shape, strides);
  }
}
