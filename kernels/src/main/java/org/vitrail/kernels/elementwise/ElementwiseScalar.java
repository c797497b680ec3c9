package org.vitrail.kernels.elementwise;

import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.View;

/** The specification: one element after the other, in double precision, for every type and stride. */
public final class ElementwiseScalar implements Elementwise {

  @Override public void map(Unary f, double a, double b, View x, View y) {
    var in = x.storage();
    var out = y.storage();
    for (var o = new Odometer(x, y); o.hasCurrent(); o.advance()) {
      out.set(o.at(1), f.apply(in.get(o.at(0)), a, b));
    }
  }

  @Override public void mapGrad(Unary f, int order, double a, double b, View x, View dy, View dx) {
    var in = x.storage();
    var up = dy.storage();
    var out = dx.storage();
    for (var o = new Odometer(x, dy, dx); o.hasCurrent(); o.advance()) {
      out.set(o.at(2), up.get(o.at(1)) * f.derivative(order, in.get(o.at(0)), a, b));
    }
  }

  @Override public void mapGradBias(Unary f, double a, double b, View x, View dy, View dx, View dBias) {
    int n = dBias.size();
    var sums = new double[n];
    for (int i = 0; i < x.size(); i++) {
      double d = dy.storage().get(dy.offset() + i) * f.derivative(1, x.storage().get(x.offset() + i), a, b);
      dx.storage().set(dx.offset() + i, d);
      sums[i % n] += d;
    }
    for (int i = 0; i < n; i++) dBias.storage().set(dBias.offset() + i, sums[i]);
  }

  @Override public void gate(Unary f, double a, double b, View x, View y, View z) {
    for (var o = new Odometer(x, y, z); o.hasCurrent(); o.advance()) {
      z.storage().set(o.at(2), f.apply(x.storage().get(o.at(0)), a, b) * y.storage().get(o.at(1)));
    }
  }

  @Override public void gateGrad(Unary f, double a, double b, View x, View y, View dz, View dx) {
    for (var o = new Odometer(x, y, dz, dx); o.hasCurrent(); o.advance()) {
      double slope = f.derivative(1, x.storage().get(o.at(0)), a, b);
      dx.storage().set(o.at(3), dz.storage().get(o.at(2)) * y.storage().get(o.at(1)) * slope);
    }
  }

  @Override public void combine(Binary f, View x, View y, View z) {
    var left = x.storage();
    var right = y.storage();
    var out = z.storage();
    for (var o = new Odometer(x, y, z); o.hasCurrent(); o.advance()) {
      out.set(o.at(2), f.apply(left.get(o.at(0)), right.get(o.at(1))));
    }
  }

  @Override public void select(View condition, View x, View y, View z) {
    var test = condition.storage();
    var then = x.storage();
    var otherwise = y.storage();
    var out = z.storage();
    for (var o = new Odometer(condition, x, y, z); o.hasCurrent(); o.advance()) {
      out.set(o.at(3), test.get(o.at(0)) != 0 ? then.get(o.at(1)) : otherwise.get(o.at(2)));
    }
  }

  @Override public void fill(double value, View z) {
    var out = z.storage();
    for (var o = new Odometer(z); o.hasCurrent(); o.advance()) out.set(o.at(0), value);
  }

  @Override public void copy(View x, View y) {
    var in = x.storage();
    var out = y.storage();
    for (var o = new Odometer(x, y); o.hasCurrent(); o.advance()) out.set(o.at(1), in.get(o.at(0)));
  }
}
