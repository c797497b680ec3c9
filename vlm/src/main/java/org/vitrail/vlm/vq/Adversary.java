package org.vitrail.vlm.vq;

import java.util.function.UnaryOperator;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Tensor;

/**
 * What a discriminator adds to the loss of a tokenizer (Esser et al. 2020, section 3.1): {@code −λ·mean D(x')} for the
 * decoder, and for the discriminator the hinge {@code ½ mean max(0, 1 − D(x)) + ½ mean max(0, 1 + D(x'))}. λ is
 * {@code weight · ‖∇L‖/(‖∇G‖ + 10⁻⁴)}, where ∇L and ∇G are the gradients of the other loss and of −mean D(x') in the
 * weights of the decoder's last convolution.
 *
 * @param weight of what the decoder gets
 * @param start batches that the tokenizer learns alone before
 */
public record Adversary(PatchDiscriminator discriminator, double weight, int start) {
  private static final double MOST = 1e4;

  /**
   * Both terms for a batch.
   *
   * @param vq whose last convolution it is
   * @param hidden what comes to it
   * @param decoded what it makes of that
   * @param loss the loss of decoded pictures without this
   */
  Tensor loss(Vq vq, Tensor hidden, Tensor decoded, Tensor pictures, UnaryOperator<Tensor> loss) {
    var batches = discriminator.batches();
    int seen = (int) batches.item();
    batches.assign(batches.detach().add(1));
    if (seen < start) return null;
    double lambda = weight * ratio(vq, hidden.detach(), loss);
    return generating(decoded).mul(lambda).add(discriminating(pictures, decoded.detach()));
  }

  private Tensor generating(Tensor decoded) {
    return discriminator.forward(decoded, true).mean().neg();
  }

  Tensor discriminating(Tensor pictures, Tensor decoded) {
    var real = discriminator.forward(pictures, false).neg().add(1).relu().mean();
    return real.add(discriminator.forward(decoded, false).add(1).relu().mean()).mul(0.5);
  }

  /** ‖∇L‖/(‖∇G‖ + 10⁻⁴). */
  double ratio(Vq vq, Tensor hidden, UnaryOperator<Tensor> loss) {
    double own = slope(vq, hidden, loss);
    return Math.min(MOST, own / (slope(vq, hidden, this::generating) + 1e-4));
  }

  /** The length of the gradient of a loss in the last weights; no tape around this one hears of it. */
  private static double slope(Vq vq, Tensor hidden, UnaryOperator<Tensor> loss) {
    var last = vq.decoder().out().weight();
    var gradient = Recorder.with(null, () ->
        Tape.gradients(() -> loss.apply(vq.finish(hidden)), last)).of(last);
    return Math.sqrt(gradient.square().sum().item());
  }
}
