package org.vitrail.kernels.reduce;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.Launch;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** Several work-items for each result; those of long inputs in parts, whose results are reduced in turn. */
public final class ReductionsOpenCl implements Reductions {
  private static final Source FOLD = Source.of(ReductionsOpenCl.class, "fold.cl")
      .including(ReductionsOpenCl.class, "fibres.cl");
  private static final Source PAIRS = FOLD.including(Source.class, "pairs.cl").with("PAIRS", 1);
  private static final Source ARG = Source.of(ReductionsOpenCl.class, "arg.cl")
      .including(ReductionsOpenCl.class, "fibres.cl");

  /** Elements in whose room a result of a part fits, the {@code wide} of {@code fold.cl}. */
  private static final int WIDTH = 2;

  private final OpenClDevice cl;
  private final MergeSort sort;
  private final int group;

  public ReductionsOpenCl(OpenClDevice cl) {
    this.cl = cl;
    this.sort = new MergeSort(cl);
    this.group = cl.hardware().team();
  }

  @Override public void reduce(Kind kind, View x, View out) {
    if (out.size() > 0) reduce(kind, Fibres.reduced(group, x, out), x, false, out);
  }

  private void reduce(Kind kind, Fibres fibres, View x, boolean fromParts, View out) {
    if (fibres.parts() == 1) {
      fold(kind, fibres, x, fromParts, out, false);
      return;
    }
    var partial = foldParts(kind, fibres, x, fromParts);
    reduce(kind, fibres.ofColumns(fibres.parts()), partial, true, out);
    cl.recycle(partial.storage(), "reduction");
  }

  /** The result of each part of each fibre: (parts, fibres). */
  private View foldParts(Kind kind, Fibres fibres, View x, boolean fromParts) {
    int n = fibres.parts() * fibres.count();
    var partial = View.of(cl.allocate(x.dtype(), WIDTH * n), fibres.parts(), fibres.count());
    fold(kind, fibres.toRow(), x, fromParts, partial, true);
    return partial;
  }

  private void fold(Kind kind, Fibres fibres, View x, boolean fromParts, View out, boolean toParts) {
    fibres.run(walk(kind, "fold", fibres, x, fromParts, out, toParts));
  }

  private Launch walk(Kind kind, String kernel, Fibres fibres, View x, boolean fromParts, View out, boolean toParts) {
    return fibres.share(cl.kernel(source(kind, x.dtype(), fromParts, toParts), kernel).arg(x).arg(out)
        .arg(fibres.kept()).arg(fibres.along()));
  }

  private static Source source(Kind kind, DType dtype, boolean fromParts, boolean toParts) {
    if (dtype != DType.I32 && kind != Kind.SUM) return FOLD.of(dtype).with("F", kind);
    var source = (dtype == DType.I32 ? FOLD.with("INTEGERS", 1) : PAIRS).of(dtype).with("F", kind);
    if (fromParts) source = source.with("FROM_PARTS", 1);
    return toParts ? source.with("TO_PARTS", 1) : source;
  }

  @Override public void scan(Kind kind, int axis, View x, View out) {
    if (x.size() > 0) scan(kind, Fibres.along(group, axis, x, out), x, false, out, false);
  }

  private void scan(Kind kind, Fibres fibres, View x, boolean fromParts, View out, boolean toParts) {
    View before = fibres.parts() == 1 ? null : foldParts(kind, fibres, x, fromParts);
    if (before != null) scan(kind, Fibres.along(group, 0, before, before), before, true, before, true);
    fibres.run(walk(kind, "scan", fibres, x, fromParts, out, toParts).arg(before));
    if (before != null) cl.recycle(before.storage(), "scan");
  }

  @Override public void arg(Kind kind, int axis, View x, View out) {
    if (out.size() > 0) arg(kind, Fibres.along(group, axis, x, out), x, x.stride(axis), null, out);
  }

  private void arg(Kind kind, Fibres fibres, View x, int stride, View candidates, View out) {
    int parts = fibres.parts();
    if (parts == 1) {
      argPass(kind, fibres, x, stride, candidates, out);
      return;
    }
    var partial = View.of(cl.allocate(DType.I32, parts * fibres.count()), parts, fibres.count());
    argPass(kind, fibres.toRow(), x, stride, candidates, partial);
    arg(kind, fibres.ofLength(parts), x, stride, partial, out);
    cl.recycle(partial.storage(), "arg");
  }

  private void argPass(Kind kind, Fibres fibres, View x, int stride, View candidates, View out) {
    var source = x.dtype() == DType.I32 ? ARG.of(DType.I32).with("INTEGERS", 1) : ARG.of(x.dtype());
    fibres.run(fibres.share(cl.kernel(source, "arg").arg(x).arg(out).arg(fibres.kept())).arg(stride)
        .arg(candidates).arg(kind == Kind.MIN));
  }

  @Override public void sort(boolean descending, View x, View values, View indices) {
    if (x.size() > 0) sort.run(descending, x, values, indices);
  }
}
