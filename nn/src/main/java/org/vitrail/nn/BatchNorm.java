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
    var others = new int[x.rank() - 1];
    for (int i = 1; i < others.length; i++) others[i] = i + 1;
    if (!Mode.isTraining()) return apply(x.sub(perChannel(x, runningMean)), perChannel(x, runningVariance));
    var mean = x.meanKeep(others);
    var centred = x.sub(mean);
    var variance = centred.square().meanKeep(others);
    remember(mean.detach(), variance.detach(), x.size() / x.dim(1));
    return apply(centred, variance);
  }

  private Tensor apply(Tensor centred, Tensor variance) {
    var scale = perChannel(centred, weight).mul(variance.add(eps).rsqrt());
    return centred.mul(scale).add(perChannel(centred, bias));
  }

  private void remember(Tensor mean, Tensor variance, double n) {
    var unbiased = variance.mul(n / (n - 1));
    runningMean.assign(runningMean.detach().mul(1 - momentum).add(mean.reshape(runningMean.shape()).mul(momentum)));
    runningVariance.assign(
        runningVariance.detach().mul(1 - momentum).add(unbiased.reshape(runningVariance.shape()).mul(momentum)));
    batches.assign(batches.detach().add(1));
  }

  /** A value per channel, shaped to broadcast against x. */
  private static Tensor perChannel(Tensor x, Tensor values) {
    var shape = new int[x.rank()];
    java.util.Arrays.fill(shape, 1);
    shape[1] = x.dim(1);
    return values.reshape(shape);
  }
}
