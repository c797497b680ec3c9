package org.vitrail.kernels.attention;

import java.util.Locale;
import java.util.Optional;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.GemmOpenCl;
import org.vitrail.kernels.gemm.TensorTrial;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;
import org.vitrail.kernels.opencl.TensorCores;

/**
 * Which kernels a device runs: on tensor cores in bfloat16, see {@code tensor_forward.cl}; in blocks of local memory,
 * see {@code tiles.cl}; or a work-item for each row, where a device has no such memory or rows are too wide for it.
 */
final class ClPlans {
  private static final Source DIRECT_FORWARD = source("rows.cl", "direct_forward.cl");
  private static final Source DIRECT_BACKWARD = source("rows.cl", "direct_backward.cl");
  private static final Source TILED_FORWARD = source("vectors.cl", "tiles.cl", "tiled_forward.cl");
  private static final Source TILED_BACKWARD = source("vectors.cl", "tiles.cl", "tiled_backward.cl");
  private static final Source TENSOR_FORWARD = source("vectors.cl", "tensor_forward.cl")
      .including(OpenClDevice.class, "mma.cl");
  private static final int DIRECT_GROUP = 8;
  private static final int TILED_GROUP = 64;
  private static final int TENSOR_GROUP = 128;
  /** So few queries are worth kernels of their own. */
  private static final int FEW = 8;
  /** The widest rows whose sums fit the registers of tensor cores. */
  private static final int WIDEST_OF_TENSORS = 256;
  /** Local memory that leaves room for other groups, and what rows need that are wider than 64. */
  private static final int MODEST = 32 << 10;
  private static final int MUCH = 48 << 10;
  private static final int WIDE = 64;

  private final OpenClDevice cl;
  private final Precision precision;
  private final Optional<ClBlock> most;
  private final TensorCores cores;
  private Boolean tensors;

  ClPlans(OpenClDevice cl, Precision precision) {
    this(cl, precision, cl.hardware().hasLocalMemory() ? Optional.of(ClBlock.LARGE) : Optional.empty(), false);
  }

  /**
   * @param most the largest block; empty for no blocks
   * @param emulated whether plain OpenCL stands in for tensor cores
   */
  ClPlans(OpenClDevice cl, Precision precision, Optional<ClBlock> most, boolean emulated) {
    this.cl = cl;
    this.precision = precision;
    this.most = most;
    this.cores = new TensorCores(emulated);
    if (emulated) tensors = true;
    else if (precision != Precision.BF16) tensors = false;
  }

  /** The last of {@code names} after the others, and before them what all kernels of attention need. */
  private static Source source(String... names) {
    var source = Source.of(ClPlans.class, names[names.length - 1]);
    for (int i = names.length - 2; i >= 0; i--) source = source.including(ClPlans.class, names[i]);
    return source.including(ClPlans.class, "operands.cl").including(GemmOpenCl.class, "operand.cl");
  }

  ClPlan forward(View q, View v) {
    boolean few = q.dim(2) <= FEW;
    if (!few && suitTensors(q, v)) return onTensors(q, v);
    return most.flatMap(block -> block.within(new int[] {q.dim(3)}, widest(q, v), room(q, v)))
        .map(block -> tiled(TILED_FORWARD, few ? new ClBlock(FEW, block.columns()) : block, q, v))
        .orElseGet(() -> direct(DIRECT_FORWARD, q, v));
  }

  /** For both kernels of the gradient. Each has two products in registers: half as many rows are enough. */
  ClPlan backward(View q, View v) {
    return most.flatMap(block -> new ClBlock(block.rows() / 2, block.columns())
            .within(new int[] {q.dim(3), v.dim(3)}, widest(q, v), room(q, v)))
        .map(block -> tiled(TILED_BACKWARD, block, q, v)).orElseGet(() -> direct(DIRECT_BACKWARD, q, v));
  }

  private static int widest(View q, View v) {
    return Math.max(q.dim(3), v.dim(3));
  }

  /** Numbers of local memory for a group. */
  private int room(View q, View v) {
    long bytes = Math.min(cl.hardware().localMemory(), widest(q, v) > WIDE ? MUCH : MODEST);
    return (int) bytes / q.dtype().bytes();
  }

  private boolean suitTensors(View q, View v) {
    if (q.dtype() != DType.F32 || widest(q, v) > WIDEST_OF_TENSORS) return false;
    if (tensors == null) tensors = TensorTrial.succeeds(cl);
    return tensors;
  }

  /** Wider rows leave fewer registers for queries and keys. */
  private ClPlan onTensors(View q, View v) {
    int width = widest(q, v);
    int rows = width > WIDE ? 64 : 128;
    var source = TENSOR_FORWARD.with("ROWS", rows).with("COLUMNS", width > 2 * WIDE ? 16 : width > WIDE ? 32 : 64);
    return plan(cores.in(source), rows, TENSOR_GROUP, cores.scratch(TENSOR_GROUP), q, v);
  }

  private ClPlan tiled(Source source, ClBlock block, View q, View v) {
    return plan(source.with("ROWS", block.rows()).with("COLUMNS", block.columns()), block.rows(), TILED_GROUP, 0, q, v);
  }

  private ClPlan direct(Source source, View q, View v) {
    return plan(source, DIRECT_GROUP, DIRECT_GROUP, 0, q, v);
  }

  private ClPlan plan(Source source, int rows, int group, int scratch, View q, View v) {
    var operand = q.dtype() == DType.F32 ? precision : Precision.F32;
    return new ClPlan(source.of(q.dtype()).with("HEAD", q.dim(3)).with("VALUE", v.dim(3))
        .with("OPERAND", operand.name().toLowerCase(Locale.ROOT)), rows, group, scratch);
  }
}
