package org.vitrail.vlm.vq;

import org.vitrail.tensor.Tensor;

/**
 * Vectors beside the nearest ones of a codebook.
 *
 * @param z the vectors (n, dz)
 * @param codes the number of each one's nearest (n)
 * @param q the nearest (n, dz); a gradient for it goes to the codebook
 */
public record Quantized(Tensor z, Tensor codes, Tensor q) {

  /** {@code z + sg[q − z]}: q, whose gradient z gets unchanged (van den Oord et al. 2017, arXiv 1711.00937). */
  public Tensor straightThrough() {
    return z.add(q.sub(z).detach());
  }

  /** {@code mean (sg[z] − q)²}, which pulls the codebook to the vectors. */
  public Tensor codebookLoss() {
    return q.sub(z.detach()).square().mean();
  }

  /** {@code mean (z − sg[q])²}, which keeps the vectors near the codebook. */
  public Tensor commitment() {
    return q.detach().sub(z).square().mean();
  }

  /**
   * Both losses together.
   *
   * @param legacy whether {@code beta} weighs the codebook's term, as taming-transformers does by default and
   *     transformers always; else the commitment, as the paper has it
   */
  public Tensor loss(double beta, boolean legacy) {
    return legacy ? commitment().add(codebookLoss().mul(beta)) : codebookLoss().add(commitment().mul(beta));
  }
}
