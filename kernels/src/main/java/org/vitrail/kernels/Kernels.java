package org.vitrail.kernels;

import org.vitrail.kernels.attention.Attention;
import org.vitrail.kernels.conv.Convolution;
import org.vitrail.kernels.elementwise.Elementwise;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.kernels.index.Indexing;
import org.vitrail.kernels.norm.Norms;
import org.vitrail.kernels.optim.OptimizerSteps;
import org.vitrail.kernels.random.RandomNumbers;
import org.vitrail.kernels.reduce.Reductions;
import org.vitrail.kernels.rotary.Rotary;
import org.vitrail.kernels.softmax.Softmax;

/**
 * What a backend implements, one accessor per family of kernels. A kernel writes only its {@code out} views, allocates
 * no results and validates nothing: shapes and types were checked by the operation that calls it. Unless a family says
 * otherwise its views may have any strides, output views never overlap themselves, and an output shares memory with an
 * input only where they are the same view.
 */
public interface Kernels {
  Gemm gemm();

  Elementwise elementwise();

  Reductions reductions();

  Softmax softmax();

  Norms norms();

  Attention attention();

  Rotary rotary();

  Indexing indexing();

  Convolution convolution();

  OptimizerSteps optimizerSteps();

  RandomNumbers random();
}
