package org.vitrail.vlm.vq;

import org.vitrail.tensor.Tensor;

/**
 * How far pictures (B, C, H, W) are from others, in place of a perceptual loss, which needs a network that was trained
 * on pictures: {@code mean (x − x')² + edges · mean (∇x − ∇x')²}, where ∇ is the difference of neighbouring pixels.
 *
 * @param edges the weight of the edges
 */
public record PictureLoss(double edges) {

  public Tensor of(Tensor decoded, Tensor pictures) {
    var error = decoded.sub(pictures);
    var loss = error.square().mean();
    return edges == 0 ? loss : loss.add(steps(error, 2).add(steps(error, 3)).mul(edges));
  }

  /** The mean square of how the error changes from one pixel to the next along an axis. */
  private static Tensor steps(Tensor error, int axis) {
    int n = error.dim(axis);
    return error.slice(axis, 1, n).sub(error.slice(axis, 0, n - 1)).square().mean();
  }
}
