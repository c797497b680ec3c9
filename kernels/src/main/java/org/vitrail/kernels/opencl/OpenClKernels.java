package org.vitrail.kernels.opencl;

import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.attention.Attention;
import org.vitrail.kernels.attention.AttentionOpenCl;
import org.vitrail.kernels.conv.Convolution;
import org.vitrail.kernels.conv.ConvolutionOpenCl;
import org.vitrail.kernels.elementwise.ColumnSums;
import org.vitrail.kernels.elementwise.Elementwise;
import org.vitrail.kernels.elementwise.ElementwiseOpenCl;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.kernels.gemm.GemmOpenCl;
import org.vitrail.kernels.index.Indexing;
import org.vitrail.kernels.index.IndexingOpenCl;
import org.vitrail.kernels.norm.Norms;
import org.vitrail.kernels.norm.NormsOpenCl;
import org.vitrail.kernels.optim.OptimizerSteps;
import org.vitrail.kernels.optim.OptimizerStepsOpenCl;
import org.vitrail.kernels.random.RandomNumbers;
import org.vitrail.kernels.random.RandomNumbersOpenCl;
import org.vitrail.kernels.reduce.Reductions;
import org.vitrail.kernels.reduce.ReductionsOpenCl;
import org.vitrail.kernels.rotary.Rotary;
import org.vitrail.kernels.rotary.RotaryOpenCl;
import org.vitrail.kernels.softmax.Softmax;
import org.vitrail.kernels.softmax.SoftmaxOpenCl;

/** The kernels in OpenCL C: each family computes as {@link org.vitrail.kernels.ScalarKernels} does. */
record OpenClKernels(Gemm gemm, Elementwise elementwise, Reductions reductions, Softmax softmax, Norms norms,
    Attention attention, Rotary rotary, Indexing indexing, Convolution convolution, OptimizerSteps optimizerSteps,
    RandomNumbers random) implements Kernels {

  OpenClKernels(OpenClDevice cl) {
    this(cl, new ColumnSums(cl));
  }

  private OpenClKernels(OpenClDevice cl, ColumnSums sums) {
    this(
        new GemmOpenCl(cl, cl.precision()),
        new ElementwiseOpenCl(cl, sums),
        new ReductionsOpenCl(cl),
        new SoftmaxOpenCl(cl),
        new NormsOpenCl(cl, new ReductionsOpenCl(cl)),
        new AttentionOpenCl(cl),
        new RotaryOpenCl(cl),
        new IndexingOpenCl(cl),
        new ConvolutionOpenCl(cl, sums),
        new OptimizerStepsOpenCl(cl),
        new RandomNumbersOpenCl(cl));
  }
}
