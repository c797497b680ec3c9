package org.vitrail.vlm.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.loss.Pairing;

/** Pixels (n, C, H, W) and ids (m, L): a true text for each picture, then wrong ones. */
public record PairBatch(Tensor pixels, Tensor ids, Pairing pairing) implements Scope.Holder {

  @Override public Collection<Tensor> tensors() {
    return List.of(pixels, ids);
  }

  /** One of the captions of each picture and all its wrong ones; {@code augmentation} changes the pictures. */
  public static PairBatch of(VisionText model, List<Captioned> items, Augmentation augmentation, RandomStream random) {
    var pictures = items.stream().map(item -> augmentation.apply(item.picture(), random)).toList();
    var texts = new ArrayList<String>();
    for (var item : items) texts.add(item.captions().get(random.nextInt(item.captions().size())));
    var wrong = items.stream().flatMap(item -> item.wrong().stream()).toList();
    var pairing = Pairing.of(List.copyOf(texts), wrong.size());
    texts.addAll(wrong);
    return new PairBatch(model.pixels(pictures), model.input().ids(texts), pairing);
  }
}
