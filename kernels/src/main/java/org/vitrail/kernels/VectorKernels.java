package org.vitrail.kernels;

import org.vitrail.kernels.attention.Attention;
import org.vitrail.kernels.attention.AttentionVector;
import org.vitrail.kernels.conv.Convolution;
import org.vitrail.kernels.conv.ConvolutionVector;
import org.vitrail.kernels.elementwise.Elementwise;
import org.vitrail.kernels.elementwise.ElementwiseVector;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.kernels.gemm.GemmVector;
import org.vitrail.kernels.index.Indexing;
import org.vitrail.kernels.index.IndexingScalar;
import org.vitrail.kernels.norm.Norms;
import org.vitrail.kernels.norm.NormsScalar;
import org.vitrail.kernels.optim.OptimizerSteps;
import org.vitrail.kernels.optim.OptimizerStepsScalar;
import org.vitrail.kernels.reduce.Reductions;
import org.vitrail.kernels.reduce.ReductionsScalar;
import org.vitrail.kernels.softmax.Softmax;
import org.vitrail.kernels.softmax.SoftmaxScalar;

/** SIMD kernels for F32 on all threads; for other types each family computes as {@link ScalarKernels} does. */
record VectorKernels(Gemm gemm, Elementwise elementwise, Reductions reductions, Softmax softmax, Norms norms,
    Attention attention, Indexing indexing, Convolution convolution, OptimizerSteps optimizerSteps) implements Kernels {

  VectorKernels() {
    this(new ElementwiseVector());
  }

  private VectorKernels(Elementwise elementwise) {
    this(new GemmVector(elementwise), elementwise, new ReductionsScalar(), new SoftmaxScalar(), new NormsScalar(),
        new AttentionVector(), new IndexingScalar(), new ConvolutionVector(), new OptimizerStepsScalar());
  }
}
