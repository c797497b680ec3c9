package org.vitrail.vlm.train;

import java.util.Collection;
import java.util.List;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.CaptionBatch;
import org.vitrail.vlm.loss.Pairing;

/** Pixels (n, C, H, W) and ids (m, L): a true text for each picture, then wrong ones. */
public record PairBatch(Tensor pixels, Tensor ids, Pairing pairing) implements Scope.Holder {

  @Override public Collection<Tensor> tensors() {
    return List.of(pixels, ids);
  }

  /** A batch as {@code model} sees it. */
  public static PairBatch of(VisionText model, CaptionBatch batch) {
    return new PairBatch(model.pixels(batch.pictures()), model.input().ids(batch.texts()), batch.pairing());
  }
}
