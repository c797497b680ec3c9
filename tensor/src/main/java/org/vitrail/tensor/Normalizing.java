package org.vitrail.tensor;

import org.vitrail.tensor.ops.CrossEntropy;
import org.vitrail.tensor.ops.LayerNorm;
import org.vitrail.tensor.ops.LogSoftmax;
import org.vitrail.tensor.ops.RmsNorm;
import org.vitrail.tensor.ops.Softmax;

/** Rows brought to a common scale. */
public sealed interface Normalizing permits Tensor {
  Tensor self();

  /** {@code exp(x)/Σ exp(x)} along {@code axis}. */
  default Tensor softmax(int axis) {
    return Tensor.of(new Softmax(self().transpose(axis, -1))).transpose(axis, -1);
  }

  /** {@code x − log Σ exp(x)} along {@code axis}. */
  default Tensor logSoftmax(int axis) {
    return Tensor.of(new LogSoftmax(self().transpose(axis, -1))).transpose(axis, -1);
  }

  /** {@code (x − mean)/√(var + eps)·weight + bias} over the last axis; weight and bias may be null. */
  default Tensor layerNorm(Tensor weight, Tensor bias, double eps) {
    return Tensor.of(new LayerNorm(self(), weight, bias, eps));
  }

  /** {@link #layerNorm(Tensor, Tensor, double)} over the last {@code axes} axes; weight and bias have their shape. */
  default Tensor layerNorm(int axes, Tensor weight, Tensor bias, double eps) {
    var x = self();
    if (axes == 1) return x.layerNorm(weight, bias, eps);
    var flatWeight = weight == null ? null : weight.flatten(0, -1);
    var flatBias = bias == null ? null : bias.flatten(0, -1);
    return x.flatten(-axes, -1).layerNorm(flatWeight, flatBias, eps).reshape(x.shape());
  }

  /**
   * Wu and He 2018: (n, channels, …) normalised over each group of neighbouring channels and all places, then
   * {@code ·weight + bias} for each channel; both (channels) or null.
   */
  default Tensor groupNorm(int groups, Tensor weight, Tensor bias, double eps) {
    var x = self();
    if (x.rank() < 2 || groups < 1 || x.dim(1) % groups != 0) {
      throw new ShapeException("groupNorm: " + x.shape() + " has no channels that " + groups + " groups could share");
    }
    int each = x.dim(0) == 0 ? 0 : x.size() / x.dim(0) / groups;
    return x.reshape(x.dim(0), groups, each).layerNorm(null, null, eps).reshape(x.shape()).scaleChannels(weight, bias);
  }

  /** Ulyanov et al. 2016: each channel of each picture normalised over its places, {@link #groupNorm} of one each. */
  default Tensor instanceNorm(Tensor weight, Tensor bias, double eps) {
    return groupNorm(self().dim(1), weight, bias, eps);
  }

  /** What batch normalisation gives while training: y, and running statistics moved toward those of the batch. */
  record Batch(Tensor y, Tensor mean, Tensor variance) {}

  /**
   * Ioffe and Szegedy 2015, while training: each channel of (n, channels, …) normalised over the batch and all places
   * with the biased variance, then {@code ·weight + bias}. The running statistics (channels) move by {@code momentum}
   * toward the mean and the unbiased variance of the batch.
   */
  default Batch batchNorm(Tensor mean, Tensor variance, Tensor weight, Tensor bias, double momentum, double eps) {
    var x = self();
    var channelsFirst = x.transpose(0, 1);
    int n = x.dim(1) == 0 ? 0 : x.size() / x.dim(1);
    if (n < 2) {
      throw new ShapeException("batchNorm: " + x.shape() + " has " + n + " values per channel, training needs two");
    }
    var norm = new LayerNorm(channelsFirst.reshape(x.dim(1), n), null, null, eps);
    var y = Tensor.of(norm).reshape(channelsFirst.shape()).transpose(0, 1).scaleChannels(weight, bias);
    var unbiased = norm.variance().mul(n / (n - 1.0));
    return new Batch(y, moved(mean, norm.mean(), momentum), moved(variance, unbiased, momentum));
  }

  private static Tensor moved(Tensor running, Tensor now, double momentum) {
    return running.detach().mul(1 - momentum).add(now.detach().reshape(running.shape()).mul(momentum));
  }

  /** Batch normalisation after training: {@code (x − mean)/√(variance + eps)·weight + bias} for each channel. */
  default Tensor batchNorm(Tensor mean, Tensor variance, Tensor weight, Tensor bias, double eps) {
    var rstd = variance.add(eps).rsqrt();
    var scale = weight == null ? rstd : rstd.mul(weight);
    var shift = mean.mul(scale).neg();
    return self().scaleChannels(scale, bias == null ? shift : shift.add(bias));
  }

  /** {@code x·scale + shift} for each channel of (n, channels, …); both (channels) or null. */
  default Tensor scaleChannels(Tensor scale, Tensor shift) {
    var y = scale == null ? self() : self().mul(overPlaces(scale));
    return shift == null ? y : y.add(overPlaces(shift));
  }

  private Tensor overPlaces(Tensor channels) {
    if (!channels.shape().equals(Shape.of(self().dim(1)))) {
      throw new ShapeException("one value per channel of " + self().shape() + " is needed, not " + channels.shape());
    }
    return channels.reshape(self().shape().reduced().with(1, channels.size()));
  }

  /** {@code x/√(mean(x²) + eps)·weight} over the last axis; weight may be null. */
  default Tensor rmsNorm(Tensor weight, double eps) {
    return Tensor.of(new RmsNorm(self(), weight, eps));
  }

  /** {@code x/max(‖x‖, 1e-12)} along {@code axis}. */
  default Tensor l2Normalize(int axis) {
    return self().div(self().normKeep(2, axis).clamp(1e-12, Double.POSITIVE_INFINITY));
  }

  /** {@code x·y/(max(‖x‖, ε)·max(‖y‖, ε))} along {@code axis}, ε = 1e-8. */
  default Tensor cosineSimilarity(Tensor y, int axis) {
    var x = self();
    var unitX = x.div(x.normKeep(2, axis).clamp(1e-8, Double.POSITIVE_INFINITY));
    var unitY = y.div(y.normKeep(2, axis).clamp(1e-8, Double.POSITIVE_INFINITY));
    return unitX.mul(unitY).sum(axis);
  }

  /** Mean cross-entropy of these logits (n, classes) with the class of each row. */
  default Tensor crossEntropy(int... targets) {
    return crossEntropyEach(Tensor.of(targets, targets.length), 0, -100).mean();
  }

  /** Cross-entropy of each row of (rows, classes) with I32 targets (rows); 0 where the target is {@code ignore}. */
  default Tensor crossEntropyEach(Tensor targets, double smoothing, int ignore) {
    return crossEntropyEach(targets, smoothing, 0, ignore).each();
  }

  /** As {@link #crossEntropyEach(Tensor, double, int)}, plus z·(log Z)², Z the sum of the exponentials of a row. */
  default CrossEntropyRows crossEntropyEach(Tensor targets, double smoothing, double z, int ignore) {
    var op = new CrossEntropy(self(), targets, smoothing, z, ignore);
    return new CrossEntropyRows(Tensor.of(op), op.logZ());
  }

  /**
   * Cross-entropy of each of some rows.
   *
   * @param logZ the logarithm of the sum of the exponentials of each row; no gradient follows it
   */
  record CrossEntropyRows(Tensor each, Tensor logZ) {}
}
