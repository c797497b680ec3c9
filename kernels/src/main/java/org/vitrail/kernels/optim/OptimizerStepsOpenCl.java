package org.vitrail.kernels.optim;

import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** One work-item per parameter; what all of them multiply by is computed here, in double precision. */
public final class OptimizerStepsOpenCl implements OptimizerSteps {
  private static final Source OPTIM = Source.of(OptimizerStepsOpenCl.class, "optim.cl");

  private final OpenClDevice cl;

  public OptimizerStepsOpenCl(OpenClDevice cl) {
    this.cl = cl;
  }

  @Override public void adamW(View p, View g, View m, View v, AdamW s) {
    var type = p.dtype();
    double correction1 = 1 - Math.pow(s.beta1(), s.t());
    double correction2 = Math.sqrt(1 - Math.pow(s.beta2(), s.t()));
    cl.kernel(OPTIM.of(type), "adam_w").arg(p).arg(g).arg(m).arg(v).arg(p.size()).arg(type, s.gradScale())
        .arg(type, s.beta1()).arg(type, 1 - s.beta1()).arg(type, s.beta2()).arg(type, 1 - s.beta2())
        .arg(type, s.lr() / correction1).arg(type, 1 / correction2).arg(type, s.eps()).arg(type, s.lr() * s.decay())
        .items(p.size());
  }
}
