package org.vitrail.kernels.random;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.DeviceException;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** One work-item per block of four elements. */
public final class RandomNumbersOpenCl implements RandomNumbers {
  private static final Source UNIFORM = Source.of(RandomNumbersOpenCl.class, "uniform.cl")
      .including(RandomNumbersOpenCl.class, "philox.cl");
  private static final Source NORMAL = Source.of(RandomNumbersOpenCl.class, "normal.cl")
      .including(RandomNumbersOpenCl.class, "fdlibm.cl").including(RandomNumbersOpenCl.class, "philox.cl")
      .with("wide", "double");

  private final OpenClDevice cl;

  public RandomNumbersOpenCl(OpenClDevice cl) {
    this.cl = cl;
  }

  @Override public void uniform(long key, long start, double low, double high, View out) {
    var wide = cl.hardware().hasDoubles() ? DType.F64 : DType.F32;
    draw(UNIFORM.with("wide", Source.typeName(wide)), "uniform", key, start, wide, low, high, out);
  }

  @Override public void normal(long key, long start, double mean, double std, View out) {
    requireDoubles();
    draw(NORMAL, "normal", key, start, DType.F64, mean, std, out);
  }

  @Override public void truncatedNormal(long key, long start, double std, double limit, View out) {
    requireDoubles();
    draw(NORMAL, "truncated_normal", key, start, DType.F64, std, limit, out);
  }

  private void requireDoubles() {
    if (!cl.hardware().hasDoubles()) {
      throw new DeviceException(cl.name() + " has no 64-bit floating point, which normal random numbers need to be the "
          + "same on every device: draw them on --device cpu");
    }
  }

  private void draw(Source source, String kernel, long key, long start, DType wide, double a, double b, View out) {
    long blocks = Math.ceilDiv((start & 3) + out.size(), 4);
    cl.kernel(source, kernel).arg(key).arg(start).arg(out.size()).arg(wide, a).arg(wide, b).arg(out).items(blocks);
  }
}
