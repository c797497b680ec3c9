package org.vitrail.kernels.elementwise;

import org.vitrail.kernels.Axes;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** One work-item per element, on whatever axes the views share. */
public final class ElementwiseOpenCl implements Elementwise {
  private static final Source MAP = Source.of(ElementwiseOpenCl.class, "map.cl")
      .including(ElementwiseOpenCl.class, "functions.cl");
  private static final Source COMBINE = Source.of(ElementwiseOpenCl.class, "combine.cl");
  private static final Source COPY = Source.of(ElementwiseOpenCl.class, "copy.cl");

  private final OpenClDevice cl;
  private final ColumnSums sums;

  public ElementwiseOpenCl(OpenClDevice cl, ColumnSums sums) {
    this.cl = cl;
    this.sums = sums;
  }

  @Override public void map(Unary f, double a, double b, View x, View y) {
    var real = computedIn(y.dtype());
    cl.kernel(mapping(y.dtype(), f + "_0"), "map").arg(x).arg(y).arg(real, a).arg(real, b).arg(Axes.of(1, x, y))
        .arg(y.size()).items(y.size());
  }

  @Override public void mapGrad(Unary f, int order, double a, double b, View x, View dy, View dx) {
    var real = computedIn(dx.dtype());
    cl.kernel(mapping(dx.dtype(), f + "_" + order), "map_grad").arg(x).arg(dy).arg(dx).arg(real, a).arg(real, b)
        .arg(Axes.of(2, x, dy, dx)).arg(dx.size()).items(dx.size());
  }

  /** Integers as the widest reals there are. */
  private DType computedIn(DType dtype) {
    return dtype.isReal() ? dtype : cl.hardware().hasDoubles() ? DType.F64 : DType.F32;
  }

  private Source mapping(DType dtype, String function) {
    var source = MAP.of(computedIn(dtype)).with("F", function).with("element", Source.typeName(dtype));
    return dtype.isReal() ? source : source.with("INTEGERS", 1);
  }

  @Override public void mapGradBias(Unary f, double a, double b, View x, View dy, View dx, View dBias) {
    mapGrad(f, 1, a, b, x, dy, dx);
    int n = dBias.size();
    sums.add(dx, x.size() / Math.max(1, n), n, dBias);
  }

  @Override public void gate(Unary f, double a, double b, View x, View y, View z) {
    var real = computedIn(z.dtype());
    cl.kernel(mapping(z.dtype(), f + "_0"), "gate").arg(x).arg(y).arg(z).arg(real, a).arg(real, b)
        .arg(Axes.of(2, x, y, z)).arg(z.size()).items(z.size());
  }

  @Override public void gateGrad(Unary f, double a, double b, View x, View y, View dz, View dx) {
    var real = computedIn(dx.dtype());
    cl.kernel(mapping(dx.dtype(), f + "_1"), "gate_grad").arg(x).arg(y).arg(dz).arg(dx).arg(real, a).arg(real, b)
        .arg(Axes.of(3, x, y, dz, dx)).arg(dx.size()).items(dx.size());
  }

  @Override public void combine(Binary f, View x, View y, View z) {
    var source = COMBINE.of(x.dtype()).with("F", f).with("answer", Source.typeName(z.dtype()));
    if (x.dtype() == DType.I32) source = source.with("INTEGERS", 1);
    cl.kernel(source, "combine").arg(x).arg(y).arg(z).arg(Axes.of(2, x, y, z)).arg(z.size()).items(z.size());
  }

  @Override public void select(View condition, View x, View y, View z) {
    cl.kernel(COMBINE.of(z.dtype()), "choose").arg(condition).arg(x).arg(y).arg(z)
        .arg(Axes.of(3, condition, x, y, z)).arg(z.size()).items(z.size());
  }

  @Override public void fill(double value, View z) {
    cl.kernel(copying(z.dtype(), z.dtype()), "fill").arg(z).arg(z.dtype(), value).arg(Axes.of(0, z)).arg(z.size())
        .items(z.size());
  }

  private static Source copying(DType from, DType to) {
    var source = COPY.with("from", Source.typeName(from)).with("to", Source.typeName(to));
    return to == DType.I32 && from.isReal() ? source.with("SATURATE", 1) : source;
  }

  /** One of the two may be in Java's memory: this is the way in and out of the device. */
  @Override public void copy(View x, View y) {
    if (!(x.storage() instanceof RemoteStorage)) upload(x, y);
    else if (!(y.storage() instanceof RemoteStorage)) download(x, y);
    else move(x, y);
  }

  private void move(View x, View y) {
    cl.kernel(copying(x.dtype(), y.dtype()), "copy").arg(x).arg(y).arg(Axes.of(1, x, y)).arg(y.size()).items(y.size());
  }

  /** In the type of the device's side, and no more than the elements of the view. */
  private void upload(View x, View y) {
    var packed = View.of(Storage.host(y.dtype(), x.size()), x.shape());
    host().copy(x, packed);
    if (y.isContiguous() && y.offset() == 0 && y.storage().size() == y.size()) {
      ((RemoteStorage) y.storage()).load(packed.storage());
      return;
    }
    var copy = (RemoteStorage) cl.allocate(y.dtype(), x.size());
    copy.load(packed.storage());
    move(View.of(copy, x.shape()), y);
    cl.recycle(copy, "upload");
  }

  private void download(View x, View y) {
    var known = ((RemoteStorage) x.storage()).known();
    if (known != null) {
      host().copy(new View(known, x.offset(), x.shape(), x.strides()), y);
      return;
    }
    var packed = cl.allocate(x.dtype(), x.size());
    move(x, View.of(packed, x.shape()));
    host().copy(View.of(packed.onHost(), x.shape()), y);
    cl.recycle(packed, "download");
  }

  /** What copies on the processor. */
  private static Elementwise host() {
    return Devices.named("cpu").kernels().elementwise();
  }
}
