package org.vitrail.kernels.opencl;

import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.attention.Attention;
import org.vitrail.kernels.attention.AttentionOpenCl;
import org.vitrail.kernels.conv.Convolution;
import org.vitrail.kernels.elementwise.ColumnSums;
import org.vitrail.kernels.elementwise.Elementwise;
import org.vitrail.kernels.elementwise.ElementwiseOpenCl;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.kernels.gemm.GemmOpenCl;
import org.vitrail.kernels.index.Indexing;
import org.vitrail.kernels.norm.Norms;
import org.vitrail.kernels.optim.OptimizerSteps;
import org.vitrail.kernels.reduce.Reductions;
import org.vitrail.kernels.rotary.Rotary;
import org.vitrail.kernels.softmax.Softmax;

/** The kernels in OpenCL C: each family computes as {@link org.vitrail.kernels.ScalarKernels} does. */
record OpenClKernels(Gemm gemm, Elementwise elementwise, Reductions reductions, Softmax softmax, Norms norms,
    Attention attention, Rotary rotary, Indexing indexing, Convolution convolution, OptimizerSteps optimizerSteps)
    implements Kernels {

  OpenClKernels(OpenClDevice cl) {
    this(cl, new ColumnSums(cl));
  }

  private OpenClKernels(OpenClDevice cl, ColumnSums sums) {
    this(
        new GemmOpenCl(cl, Precision.F32),
        new ElementwiseOpenCl(cl, sums),
        null,
        null,
        null,
        new AttentionOpenCl(cl),
        null,
        null,
        null,
        null);
  }
}
