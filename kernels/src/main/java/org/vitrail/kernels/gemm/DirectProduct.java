package org.vitrail.kernels.gemm;

import org.vitrail.kernels.Precision;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** Products on a device without local memory of its own, see {@code direct.cl}. */
record DirectProduct(OpenClDevice cl, Precision precision) {
  private static final Source SOURCE = GemmOpenCl.source("direct.cl");
  private static final int ROWS = 8;
  private static final int PANEL = 32;

  void multiply(Product p) {
    var source = SOURCE.of(p.dtype()).with("ROWS", ROWS).with("OPERAND", GemmOpenCl.operand(precision))
        .with("F", p.activation());
    int panels = Math.ceilDiv(p.n(), PANEL);
    int step = Math.multiplyExact(panels * PANEL, p.k());
    int size = Math.multiplyExact(p.count(), step);
    var packed = View.of(cl.allocate(p.dtype(), size), size);
    cl.kernel(source, "pack").arg(p.b()).arg(p.b().stride(-2)).arg(p.b().stride(-1)).arg(packed).arg(p.k()).arg(p.n())
        .arg(p.batches()).arg(panels).groups((long) p.count() * panels, 1);
    var launch = cl.kernel(source, "multiply").arg(p.a()).arg(p.a().stride(-2)).arg(p.a().stride(-1)).arg(packed)
        .arg(step).arg(p.c()).arg(p.c().stride(-2));
    p.epilogue(launch).arg(p.m()).arg(p.n()).arg(p.k()).arg(p.dtype(), p.epilogue().alpha())
        .arg(p.epilogue().accumulate()).arg(p.batches())
        .grid(new long[] {Math.ceilDiv(p.m(), ROWS), panels, p.count()}, new int[] {1, 1, 1});
    cl.recycle(packed.storage(), "packed panels");
  }
}
