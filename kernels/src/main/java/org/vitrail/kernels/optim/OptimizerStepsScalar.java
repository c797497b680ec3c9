package org.vitrail.kernels.optim;

import org.vitrail.kernels.View;

/** The specification: one parameter after the other, in double precision. */
public final class OptimizerStepsScalar implements OptimizerSteps {

  @Override public void adamW(View p, View g, View m, View v, AdamW step) {
    double correction1 = 1 - Math.pow(step.beta1(), step.t());
    double correction2 = Math.sqrt(1 - Math.pow(step.beta2(), step.t()));
    for (int i = 0; i < p.size(); i++) {
      double gradient = get(g, i) * step.gradScale();
      set(m, i, step.beta1() * get(m, i) + (1 - step.beta1()) * gradient);
      set(v, i, step.beta2() * get(v, i) + (1 - step.beta2()) * gradient * gradient);
      double denominator = Math.sqrt(get(v, i)) / correction2 + step.eps();
      set(p, i, get(p, i) * (1 - step.lr() * step.decay()) - step.lr() / correction1 * get(m, i) / denominator);
    }
  }

  private static double get(View v, int i) {
    return v.storage().get(v.offset() + i);
  }

  private static void set(View v, int i, double value) {
    v.storage().set(v.offset() + i, value);
  }
}
