package org.vitrail.kernels.optim;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** One pass over floats on vectors and all threads; other types as the specification. */
public final class OptimizerStepsVector implements OptimizerSteps {
  private final OptimizerSteps scalar = new OptimizerStepsScalar();

  @Override public void adamW(View p, View g, View m, View v, AdamW step) {
    if (p.dtype() != DType.F32) {
      scalar.adamW(p, g, m, v, step);
      return;
    }
    var s = Factors.of(step);
    Workers.split(p.size(), 1, (first, end) -> adamW(p.floats(), p.offset() + first, g.floats(), g.offset() + first,
        m.floats(), m.offset() + first, v.floats(), v.offset() + first, end - first, s));
  }

  /** What AdamW multiplies by, each rounded once. */
  private record Factors(float gradScale, float beta1, float oneMinusBeta1, float beta2, float oneMinusBeta2, float lr,
      float perRoot, float eps, float decay) {

    static Factors of(AdamW s) {
      double correction1 = 1 - Math.pow(s.beta1(), s.t());
      double correction2 = Math.sqrt(1 - Math.pow(s.beta2(), s.t()));
      return new Factors((float) s.gradScale(), (float) s.beta1(), (float) (1 - s.beta1()), (float) s.beta2(),
          (float) (1 - s.beta2()), (float) (s.lr() / correction1), (float) (1 / correction2), (float) s.eps(),
          (float) (s.lr() * s.decay()));
    }
  }

  private static void adamW(float[] p, int pAt, float[] g, int gAt, float[] m, int mAt, float[] v, int vAt, int n,
      Factors s) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var gradient = FloatVector.fromArray(FLOATS, g, gAt + i).mul(s.gradScale);
      var mean = FloatVector.fromArray(FLOATS, m, mAt + i).mul(s.beta1).add(gradient.mul(s.oneMinusBeta1));
      var square = FloatVector.fromArray(FLOATS, v, vAt + i).mul(s.beta2)
          .add(gradient.mul(s.oneMinusBeta2).mul(gradient));
      var old = FloatVector.fromArray(FLOATS, p, pAt + i);
      var update = mean.mul(s.lr).div(square.sqrt().mul(s.perRoot).add(s.eps));
      mean.intoArray(m, mAt + i);
      square.intoArray(v, vAt + i);
      old.sub(old.mul(s.decay).add(update)).intoArray(p, pAt + i);
    }
    for (; i < n; i++) {
      float gradient = g[gAt + i] * s.gradScale;
      m[mAt + i] = m[mAt + i] * s.beta1 + gradient * s.oneMinusBeta1;
      v[vAt + i] = v[vAt + i] * s.beta2 + gradient * s.oneMinusBeta2 * gradient;
      float root = (float) Math.sqrt(v[vAt + i]);
      p[pAt + i] -= p[pAt + i] * s.decay + m[mAt + i] * s.lr / (root * s.perRoot + s.eps);
    }
  }
}
