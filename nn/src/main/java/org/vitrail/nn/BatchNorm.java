package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Batch normalisation of (n, channels, …) for each channel (Ioffe and Szegedy 2015). While training the statistics are
 * the batch's, and the running ones move toward them by {@code momentum}: the variance that normalises is the biased
 * one, the one that is kept the unbiased one. Otherwise the running statistics normalise.
 */
public record BatchNorm(Parameter weight, Parameter bias, Parameter runningMean, Parameter runningVariance,
    Parameter batches, double eps, double momentum) implements Layer {

  public static BatchNorm of(Init init, int channels) {
    return new BatchNorm(init.ones("weight", channels), init.zeros("bias", channels),
        init.buffer("runningMean", 0, channels), init.buffer("runningVariance", 1, channels),
        Parameter.buffer(Tensor.full(DType.I32, 0, Shape.SCALAR)), 1e-5, 0.1);
  }

  @Override public Tensor forward(Tensor x) {
    if (!Mode.isTraining()) return x.batchNorm(runningMean, runningVariance, weight, bias, eps);
    var batch = x.batchNorm(runningMean, runningVariance, weight, bias, momentum, eps);
    runningMean.assign(batch.mean());
    runningVariance.assign(batch.variance());
    batches.assign(batches.detach().add(1));
    return batch.y();
  }
}
