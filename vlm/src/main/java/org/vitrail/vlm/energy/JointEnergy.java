package org.vitrail.vlm.energy;

import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.DualEncoder;

/**
 * A model of two towers as an energy of pictures and texts: {@code E(x, t) = −s·cos(f(x), g(t))}, with the model's
 * shift where it learned one. CLIP is this energy, trained by contrast with the other texts of the batch: a softmax
 * over texts of −E is p(t|x), its labels without training.
 */
public record JointEnergy(DualEncoder model) implements Part {

  /** E of each picture with each text: pixels (n, C, H, W) and ids (m, L) to (n, m). */
  public Tensor each(Tensor pixels, Tensor ids) {
    return model.logits(model.encodeImages(pixels), model.encodeTexts(ids)).neg();
  }

  /** E of picture i with text i: pixels (n, C, H, W) and ids (n, L) to (n). */
  public Tensor of(Tensor pixels, Tensor ids) {
    return each(pixels, ids).diagonal(0, 1);
  }

  /** The energy of pictures (n, C, H, W) beside the texts ids (n, L): what a sampler draws pictures of a text from. */
  public Energy given(Tensor ids) {
    return pixels -> of(pixels, ids);
  }
}
