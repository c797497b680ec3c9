package org.vitrail.kernels.attention;

import java.util.Arrays;
import java.util.Optional;
import org.vitrail.kernels.Axes;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.Launch;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/**
 * Attention on an OpenCL device: in blocks of local memory on a GPU, see {@code tiles.cl}; one work-item for each query
 * or key on a processor, and where a block of so wide heads does not fit. The gradient's dk and dv are made by one kernel
 * and dq by another, which computes the weights once more, so that no two work-items add to one number.
 */
public final class AttentionOpenCl implements Attention {
  private static final Source DIRECT_FORWARD = source("direct_forward.cl", "rows.cl");
  private static final Source DIRECT_BACKWARD = source("direct_backward.cl", "rows.cl");
  private static final Source TILED_FORWARD = source("tiled_forward.cl", "tiles.cl");
  private static final Source TILED_BACKWARD = source("tiled_backward.cl", "tiles.cl");
  private static final Source DOTS = Source.of(AttentionOpenCl.class, "dots.cl");
  /** Work-items of a group in blocks, and of those that add dots, where eight have one row. */
  private static final int GROUP = 64;
  private static final int DOTS_SHARE = 8;
  /** Work-items of a group without local memory. */
  private static final int FEW = 8;
  /** Local memory that a group should leave for others, unless its rows are wide. */
  private static final int MODEST = 32 << 10;
  private static final int MUCH = 48 << 10;
  private static final int WIDE = 64;

  private final OpenClDevice cl;

  public AttentionOpenCl(OpenClDevice cl) {
    this.cl = cl;
  }

  private static Source source(String name, String parts) {
    return Source.of(AttentionOpenCl.class, name).including(AttentionOpenCl.class, parts)
        .including(AttentionOpenCl.class, "operands.cl");
  }

  @Override public void forward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m, View l) {
    var block = block(new int[] {q.dim(3)}, q, v).map(b -> b.forRows(q.dim(2)));
    var source = of(q, v, block, DIRECT_FORWARD, TILED_FORWARD);
    var launch = operands(source, "forward", q, k, v, mask, scale, causal, rows(q, o), rows(k, v), rows(m, l));
    run(launch.arg(o).arg(m).arg(l), block, q);
  }

  @Override public void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m,
      View l, View dO, View dq, View dk, View dv) {
    var dots = View.of(cl.allocate(m.dtype(), m.size()), m.shape());
    addDots(o, dO, dots);
    var block = block(new int[] {q.dim(3), v.dim(3)}, q, v);
    var source = of(q, v, block, DIRECT_BACKWARD, TILED_BACKWARD);
    var queries = rows(q, dO, dq);
    var keys = rows(k, v, dk, dv);
    var numbers = rows(m, l, dots);
    run(operands(source, "backward_queries", q, k, v, mask, scale, causal, queries, keys, numbers)
        .arg(m).arg(l).arg(dots).arg(dO).arg(dq), block, q);
    run(operands(source, "backward_keys", q, k, v, mask, scale, causal, queries, keys, numbers)
        .arg(m).arg(l).arg(dots).arg(dO).arg(dk).arg(dv), block, k);
    cl.recycle(dots.storage(), "gradient of attention");
  }

  private void addDots(View o, View dO, View dots) {
    cl.kernel(DOTS.of(o.dtype()).with("GROUP", GROUP), "add_dots").arg(o).arg(dO).arg(dots)
        .arg(Axes.of(2, matrix(o), matrix(dO), dots)).arg(dots.size()).arg(o.dim(3))
        .groups(Math.ceilDiv(dots.size(), GROUP / DOTS_SHARE), GROUP);
  }

  /** The largest block whose rows keep numbers of so many {@code widths}; empty where a device works without. */
  private Optional<ClBlock> block(int[] widths, View q, View v) {
    if (!cl.hardware().hasLocalMemory()) return Optional.empty();
    int passing = Math.max(q.dim(3), v.dim(3));
    long bytes = Math.min(cl.hardware().localMemory(), passing > WIDE ? MUCH : MODEST);
    return ClBlock.largest(widths, passing, (int) bytes / q.dtype().bytes());
  }

  private static Source of(View q, View v, Optional<ClBlock> block, Source direct, Source tiled) {
    return block.map(b -> tiled.with("ROWS", b.rows()).with("COLUMNS", b.columns())).orElse(direct).of(q.dtype())
        .with("HEAD", q.dim(3)).with("VALUE", v.dim(3));
  }

  /** The arguments that {@code operands.cl} calls OPERANDS. */
  private Launch operands(Source source, String kernel, View q, View k, View v, View mask, double scale, boolean causal,
      Axes queries, Axes keys, Axes numbers) {
    var pairs = mask == null ? queries : new Axes(mask.shape(), new int[][] {mask.strides()});
    return cl.kernel(source, kernel).arg(q).arg(k).arg(v).arg(mask).arg(queries).arg(keys).arg(numbers).arg(pairs)
        .arg(q.dtype(), scale).arg(causal);
  }

  /** One group for a block of the rows of each matrix of {@code x}, or one work-item for each row. */
  private static void run(Launch launch, Optional<ClBlock> block, View x) {
    int rows = block.map(ClBlock::rows).orElse(FEW);
    launch.grid(new long[] {Math.ceilDiv(x.dim(2), rows), x.dim(1), x.dim(0)},
        new int[] {block.isPresent() ? GROUP : FEW, 1, 1});
  }

  /** The first three axes of {@code views}: batch, heads, queries or keys. */
  private static Axes rows(View... views) {
    var strides = Arrays.stream(views).map(v -> Arrays.copyOf(v.strides(), 3)).toArray(int[][]::new);
    return new Axes(Arrays.copyOf(views[0].shape(), 3), strides);
  }

  /** A view's rows as numbers: each where its row begins. */
  private static View matrix(View v) {
    return new View(v.storage(), v.offset(), Arrays.copyOf(v.shape(), 3), Arrays.copyOf(v.strides(), 3));
  }
}
