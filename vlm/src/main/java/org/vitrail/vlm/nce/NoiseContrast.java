package org.vitrail.vlm.nce;

import org.vitrail.tensor.Tensor;

/**
 * Noise-contrastive estimation (Gutmann and Hyvärinen 2010, 2012): {@code P(data | x) = σ(G(x))} with
 * {@code G(x) = log p(x) − log p_noise(x) − log ν}, for ν samples of noise beside each of the data. Where the loss is
 * least p is the distribution of the data, and its learnt normaliser the true one.
 *
 * @param nu ν
 * @param correctNoise false leaves {@code log p_noise + log ν} out of G: what is learnt is then the ratio of the two
 *     densities, and the noise may be one that can be drawn from and not computed, as the other texts of a batch
 */
public record NoiseContrast(double nu, boolean correctNoise) {

  public NoiseContrast {
    if (!(nu > 0)) throw new IllegalArgumentException("nu is " + nu
        + ", it must be a positive number of noise per datum");
  }

  /** With the density of the noise. */
  public NoiseContrast(double nu) {
    this(nu, true);
  }

  /** G of samples, of their log densities under the model and under the noise. */
  public Tensor logits(Tensor logModel, Tensor logNoise) {
    return correctNoise ? logModel.sub(logNoise).sub(Math.log(nu)) : logModel;
  }

  /** {@code mean softplus(−G(xᵢ)) + ν·mean softplus(G(xⱼ))} of data xᵢ and noise xⱼ, however many there are of each. */
  public Tensor loss(Tensor dataLogits, Tensor noiseLogits) {
    return dataLogits.neg().softplus().mean().add(noiseLogits.softplus().mean().mul(nu));
  }
}
