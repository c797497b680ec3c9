package org.vitrail.vlm.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.loss.Pairing;

/**
 * Pictures and texts of a step of training.
 *
 * @param texts (n + m) one for each of the n pictures, then m that are true of none
 */
public record CaptionBatch(List<Picture> pictures, List<String> texts) {

  /** Each picture changed by {@code augmentation}, with one of its captions, and one of the wrong ones if it has any. */
  public static CaptionBatch of(List<Captioned> examples, Augmentation augmentation, RandomGenerator random) {
    var pictures = new ArrayList<Picture>();
    var texts = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    for (var example : examples) {
      pictures.add(augmentation.apply(example.picture(), random));
      texts.add(one(example.captions(), random));
      if (!example.wrong().isEmpty()) wrong.add(one(example.wrong(), random));
    }
    texts.addAll(wrong);
    return new CaptionBatch(pictures, texts);
  }

  private static String one(List<String> texts, RandomGenerator random) {
    return texts.size() == 1 ? texts.getFirst() : texts.get(random.nextInt(texts.size()));
  }

  /** Which texts are true of which pictures; texts that are equal say the same. */
  public Pairing pairing() {
    int n = pictures.size();
    return Pairing.of(texts.subList(0, n), texts.size() - n);
  }
}
