package org.vitrail.kernels;

import org.vitrail.kernels.attention.Attention;
import org.vitrail.kernels.attention.AttentionScalar;
import org.vitrail.kernels.conv.Convolution;
import org.vitrail.kernels.conv.ConvolutionScalar;
import org.vitrail.kernels.elementwise.Elementwise;
import org.vitrail.kernels.elementwise.ElementwiseScalar;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.kernels.gemm.GemmScalar;
import org.vitrail.kernels.index.Indexing;
import org.vitrail.kernels.index.IndexingScalar;
import org.vitrail.kernels.norm.Norms;
import org.vitrail.kernels.norm.NormsScalar;
import org.vitrail.kernels.optim.OptimizerSteps;
import org.vitrail.kernels.optim.OptimizerStepsScalar;
import org.vitrail.kernels.random.RandomNumbers;
import org.vitrail.kernels.random.RandomNumbersScalar;
import org.vitrail.kernels.reduce.Reductions;
import org.vitrail.kernels.reduce.ReductionsScalar;
import org.vitrail.kernels.rotary.Rotary;
import org.vitrail.kernels.rotary.RotaryScalar;
import org.vitrail.kernels.softmax.Softmax;
import org.vitrail.kernels.softmax.SoftmaxScalar;

/** The executable specification: every kernel as plain loops, for F32, F64 and I32. */
public record ScalarKernels(Gemm gemm, Elementwise elementwise, Reductions reductions, Softmax softmax, Norms norms,
    Attention attention, Rotary rotary, Indexing indexing, Convolution convolution, OptimizerSteps optimizerSteps,
    RandomNumbers random) implements Kernels {

  public ScalarKernels() {
    this(new GemmScalar(), new ElementwiseScalar(), new ReductionsScalar(), new SoftmaxScalar(), new NormsScalar(),
        new AttentionScalar(), new RotaryScalar(), new IndexingScalar(), new ConvolutionScalar(),
        new OptimizerStepsScalar(), new RandomNumbersScalar());
  }
}
