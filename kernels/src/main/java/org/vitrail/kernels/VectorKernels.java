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
import org.vitrail.kernels.index.IndexingVector;
import org.vitrail.kernels.norm.Norms;
import org.vitrail.kernels.norm.NormsVector;
import org.vitrail.kernels.optim.OptimizerSteps;
import org.vitrail.kernels.optim.OptimizerStepsVector;
import org.vitrail.kernels.random.RandomNumbers;
import org.vitrail.kernels.random.RandomNumbersScalar;
import org.vitrail.kernels.reduce.Reductions;
import org.vitrail.kernels.reduce.ReductionsVector;
import org.vitrail.kernels.rotary.Rotary;
import org.vitrail.kernels.rotary.RotaryVector;
import org.vitrail.kernels.softmax.Softmax;
import org.vitrail.kernels.softmax.SoftmaxVector;

/** SIMD kernels for F32 on all threads; for other types each family computes as {@link ScalarKernels} does. */
record VectorKernels(Gemm gemm, Elementwise elementwise, Reductions reductions, Softmax softmax, Norms norms,
    Attention attention, Rotary rotary, Indexing indexing, Convolution convolution, OptimizerSteps optimizerSteps,
    RandomNumbers random) implements Kernels {

  VectorKernels() {
    this(new ElementwiseVector());
  }

  private VectorKernels(Elementwise elementwise) {
    this(new GemmVector(elementwise), elementwise);
  }

  private VectorKernels(Gemm gemm, Elementwise elementwise) {
    this(gemm, elementwise, new ReductionsVector(elementwise), new SoftmaxVector(),
        new NormsVector(), new AttentionVector(), new RotaryVector(), new IndexingVector(), new ConvolutionVector(gemm),
        new OptimizerStepsVector(), new RandomNumbersScalar());
  }
}
