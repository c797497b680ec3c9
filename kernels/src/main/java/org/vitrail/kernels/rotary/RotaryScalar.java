package org.vitrail.kernels.rotary;

import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.View;

/** The specification: pair by pair, in double precision. */
public final class RotaryScalar implements Rotary {

  @Override public void rotate(View x, View cos, View sin, boolean interleaved, View y) {
    int n = cos.dim(-1);
    int step = interleaved ? 2 : 1;
    int apart = interleaved ? 1 : n;
    for (var o = new Odometer(pairs(x, n, step), cos, sin, pairs(y, n, step)); o.hasCurrent(); o.advance()) {
      double a = x.storage().get(o.at(0));
      double b = x.storage().get(o.at(0) + apart);
      double c = cos.storage().get(o.at(1));
      double s = sin.storage().get(o.at(2));
      y.storage().set(o.at(3), a * c - b * s);
      y.storage().set(o.at(3) + apart, b * c + a * s);
    }
  }

  /** The first elements of the n pairs. */
  private static View pairs(View v, int n, int step) {
    int last = v.rank() - 1;
    var shape = v.shape().clone();
    var strides = v.strides().clone();
    shape[last] = n;
    strides[last] = step;
    return new View(v.storage(), v.offset(), shape, strides);
  }
}
