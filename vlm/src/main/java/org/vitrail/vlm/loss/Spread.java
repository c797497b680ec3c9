package org.vitrail.vlm.loss;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * A batch spread over workers, played in one process: each has an equal share of the pictures with their texts, and a
 * loss of its own. The mean of these is the loss of the whole batch, as the losses of open_clip compute it.
 *
 * @param logits of features of pictures and of texts, such as {@code model::logits}
 * @param gradient whether a worker's gradient reaches the features that it got from others (open_clip's
 *     {@code gather_with_grad}); without it the mean of the gradients of {@link #gathered} is the whole one divided by
 *     the workers, that of {@link #local} lacks what a feature does as another's candidate
 */
public record Spread(int workers, boolean gradient, BinaryOperator<Tensor> logits) {

  public Spread {
    if (workers < 1) throw new IllegalArgumentException("a batch cannot be spread over " + workers + " workers");
  }

  /** Every worker has the features of all, and computes the loss of all. */
  public List<Tensor> gathered(Objective objective, Tensor images, Tensor texts, Pairing pairing) {
    return ofEach(images, worker ->
        objective.of(logits.apply(seen(images, pairing, worker), seen(texts, pairing, worker)), pairing));
  }

  /** A worker scores its pictures with all texts, its texts with all pictures (open_clip's {@code local_loss}). */
  public List<Tensor> local(Softmax softmax, Tensor images, Tensor texts, Pairing pairing) {
    return ofEach(images, worker -> {
      var ofPictures = logits.apply(own(images, pairing, worker), seen(texts, pairing, worker));
      var ofTexts = logits.apply(seen(images, pairing, worker), own(texts, pairing, worker)).t();
      return softmax.of(ofPictures, ofTexts, pairing, first(pairing, worker));
    });
  }

  /**
   * The texts go round from neighbour to neighbour, and a worker meets those of one at a time: no more than a share's
   * pictures times a share's texts are scored at once (Zhai et al. 2023, section 3.3).
   */
  public List<Tensor> exchanged(Sigmoid sigmoid, Tensor images, Tensor texts, Pairing pairing) {
    return ofEach(images, worker -> IntStream.range(0, workers).mapToObj(hop -> {
      int from = (worker + hop) % workers;
      var visiting = share(seen(texts, pairing, worker), from);
      return sigmoid.sum(logits.apply(own(images, pairing, worker), visiting), pairing, first(pairing, worker),
          bound(texts, from));
    }).reduce(Tensor::add).orElseThrow().div(own(images, pairing, worker).dim(0)));
  }

  private List<Tensor> ofEach(Tensor images, IntFunction<Tensor> loss) {
    if (images.dim(0) % workers != 0) {
      throw new IllegalArgumentException(
          images.dim(0) + " pictures cannot be shared equally by " + workers + " workers");
    }
    return IntStream.range(0, workers).mapToObj(loss).toList();
  }

  private int first(Pairing pairing, int worker) {
    return worker * (pairing.pictures() / workers);
  }

  private Tensor own(Tensor features, Pairing pairing, int worker) {
    return features.slice(0, first(pairing, worker), first(pairing, worker + 1));
  }

  /** All features as one worker has them. */
  private Tensor seen(Tensor features, Pairing pairing, int worker) {
    if (gradient) return features;
    var others = features.detach();
    return Shaping.cat(0, others.slice(0, 0, first(pairing, worker)), own(features, pairing, worker),
        others.slice(0, first(pairing, worker + 1), features.dim(0)));
  }

  /** The part that visits: texts of no picture are shared out too. */
  private Tensor share(Tensor texts, int worker) {
    return texts.slice(0, bound(texts, worker), bound(texts, worker + 1));
  }

  private int bound(Tensor texts, int worker) {
    return (int) ((long) texts.dim(0) * worker / workers);
  }
}
