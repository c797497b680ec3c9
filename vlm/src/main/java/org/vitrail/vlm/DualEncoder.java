package org.vitrail.vlm;

import java.util.Map;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.ModelInput;

/** A tower for pictures, a tower for texts, and a comparison of what they make. */
public interface DualEncoder extends Part {

  /** What {@link #logits} needs of pictures: pixels (n, C, H, W) to features (n, …). */
  Tensor encodeImages(Tensor pixels);

  /** As {@link #encodeImages(Tensor)}, of what the model's processor makes of pictures. */
  default Tensor encodeImages(Map<String, ModelInput> inputs) {
    return encodeImages(inputs.get("pixel_values").tensor());
  }

  /** What {@link #logits} needs of texts: ids (m, L) I32 to features (m, …). */
  Tensor encodeTexts(Tensor ids);

  /** How well each picture fits each text (n, m): the cosine of the two, scaled and shifted as the model learned. */
  Tensor logits(Tensor images, Tensor texts);

  /** A vector of length 1 for each picture (n, d), of its features. */
  Tensor imageEmbeddings(Tensor images);

  /** A vector of length 1 for each text (m, d), of its features. */
  Tensor textEmbeddings(Tensor texts);

  /**
   * Whether {@link #logits} compares these vectors, and takes them as features; it does not where a picture's vector
   * depends on the text.
   */
  default boolean comparesEmbeddings() {
    return true;
  }

  /** Brings the learned scale back into its range; called after each step of an optimiser. */
  void limitScale();
}
