package org.vitrail.kernels.attention;

import java.util.Arrays;
import org.vitrail.kernels.Axes;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.Launch;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/**
 * Attention on an OpenCL device. The gradient's dk and dv are made by one kernel and dq by another, which computes the
 * weights once more, so that no two work-items add to one number.
 *
 * <p>In a lower precision q, k, v and the gradient of o are rounded when they are read, on tensor cores also the
 * weights; where there is no local memory, as on a processor, nothing is rounded.
 */
public final class AttentionOpenCl implements Attention {
  private static final Source DOTS = Source.of(AttentionOpenCl.class, "dots.cl");
  /** Work-items of a group that adds dots; eight have one row. */
  private static final int DOTS_GROUP = 64;
  private static final int DOTS_ROWS = DOTS_GROUP / 8;

  private final OpenClDevice cl;
  private final ClPlans plans;

  public AttentionOpenCl(OpenClDevice cl, Precision precision) {
    this(cl, new ClPlans(cl, precision));
  }

  AttentionOpenCl(OpenClDevice cl, ClPlans plans) {
    this.cl = cl;
    this.plans = plans;
  }

  @Override public void forward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m,
      View l) {
    var plan = plans.forward(q, v);
    var launch = cl.kernel(plan.source(), "forward");
    operands(launch, q, k, v, mask, scale, causal, rows(q, o), rows(k, v), rows(m, l));
    plan.run(launch.arg(o).arg(m).arg(l), q);
  }

  @Override public void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m,
      View l, View dO, View dq, View dk, View dv) {
    var dots = View.of(cl.allocate(m.dtype(), m.size()), m.shape());
    addDots(o, dO, dots);
    var plan = plans.backward(q, v);
    for (var kernel : new String[] {"backward_queries", "backward_keys"}) {
      var launch = cl.kernel(plan.source(), kernel);
      operands(launch, q, k, v, mask, scale, causal, rows(q, dO, dq), rows(k, v, dk, dv), rows(m, l, dots));
      launch.arg(m).arg(l).arg(dots).arg(dO);
      if (kernel.equals("backward_queries")) plan.run(launch.arg(dq), q);
      else plan.run(launch.arg(dk).arg(dv), k);
    }
    cl.recycle(dots.storage(), "gradient of attention");
  }

  private void addDots(View o, View dO, View dots) {
    cl.kernel(DOTS.of(o.dtype()).with("GROUP", DOTS_GROUP), "add_dots").arg(o).arg(dO).arg(dots)
        .arg(Axes.of(2, starts(o), starts(dO), dots)).arg(dots.size()).arg(o.dim(3))
        .groups(Math.ceilDiv(dots.size(), DOTS_ROWS), DOTS_GROUP);
  }

  /** The arguments that {@code operands.cl} calls OPERANDS. */
  private static void operands(Launch launch, View q, View k, View v, View mask, double scale, boolean causal,
      Axes queries, Axes keys, Axes numbers) {
    var pairs = mask == null ? queries : new Axes(mask.shape(), new int[][] {mask.strides()});
    launch.arg(q).arg(k).arg(v).arg(mask).arg(queries).arg(keys).arg(numbers).arg(pairs).arg(q.dtype(), scale)
        .arg(causal);
  }

  /** The first three axes of {@code views}: batch, heads, queries or keys. */
  private static Axes rows(View... views) {
    return new Axes(starts(views[0]).shape(), Arrays.stream(views).map(v -> starts(v).strides()).toArray(int[][]::new));
  }

  /** The first number of each row. */
  private static View starts(View v) {
    return new View(v.storage(), v.offset(), Arrays.copyOf(v.shape(), 3), Arrays.copyOf(v.strides(), 3));
  }
}
