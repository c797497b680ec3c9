package org.vitrail.vlm.cm3;

import java.util.List;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.VisionText;

/**
 * Vectors of length 1 of documents (Yasunaga et al. 2022, section 3.2): the text and the picture of a document go
 * through their towers apart, and the mean of the two vectors is brought back to length 1.
 *
 * @param towers of a model that compares vectors, which is not trained any more
 */
public record DocumentVectors(VisionText towers) {

  public DocumentVectors {
    if (!towers.model().comparesEmbeddings()) {
      throw new IllegalArgumentException("the model has no vector for a picture without a text; look up with a "
          + "CLIP or a SigLIP");
    }
  }

  /** (n, d). */
  public Tensor ofTexts(List<String> texts) {
    return Scope.call("texts", () -> towers.model().textEmbeddings(towers.encodeTexts(texts)));
  }

  /** (n, d). */
  public Tensor ofPictures(List<Picture> pictures) {
    return Scope.call("pictures", () -> towers.model().imageEmbeddings(towers.encodeImages(pictures)));
  }

  /** Of documents of a text and a picture (n, d), of the vectors of both. */
  public static Tensor ofBoth(Tensor texts, Tensor pictures) {
    return Scope.call("documents", () -> texts.add(pictures).l2Normalize(-1));
  }
}
