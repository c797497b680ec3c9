package org.vitrail.vlm.loss;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.DualEncoder;

/**
 * The gradients of a batch that is too large to be held (Gao et al. 2021, arXiv 2101.06983): all features are computed
 * without a tape, chunk by chunk; then the gradient g of the loss with respect to them; then each chunk once more, with
 * a tape, for the gradient of {@code Σ features·g}. The result is that of the whole batch at once, but for rounding; a
 * model with batch norm sees the statistics of a chunk, twice.
 *
 * @param chunk how many pictures or texts are held at once
 */
public record GradientCache(DualEncoder model, Objective objective, int chunk) {

  public GradientCache {
    if (chunk < 1) throw new IllegalArgumentException("a chunk of " + chunk + " cannot be; give at least 1");
  }

  /** The loss and the gradients of all trainable parameters, of pixels (n, C, H, W) and ids (m, L). */
  public Gradients gradients(Tensor pixels, Tensor ids, Pairing pairing) {
    return gradients(pixels, ids, pairing, 1);
  }

  /** The same of {@code factor} times the loss. */
  public Gradients gradients(Tensor pixels, Tensor ids, Pairing pairing, double factor) {
    var images = encode(pixels, model::encodeImages);
    var texts = encode(ids, model::encodeTexts);
    var head = Scope.call("loss", () -> ofFeatures(images, texts, pairing, factor));
    var sum = reencode(ofParameters(head), pixels, head.of(images), model::encodeImages);
    return reencode(sum, ids, head.of(texts), model::encodeTexts).withLoss(head.loss());
  }

  private Tensor encode(Tensor inputs, UnaryOperator<Tensor> tower) {
    var parts = new ArrayList<Tensor>();
    for (int i = 0; i < inputs.dim(0); i += chunk) {
      var part = part(inputs, i);
      parts.add(Scope.call("chunk", () -> tower.apply(part)));
    }
    return Shaping.cat(0, parts);
  }

  private Tensor part(Tensor x, int start) {
    return x.slice(0, start, Math.min(start + chunk, x.dim(0)));
  }

  /** The gradients of the features and of what turns them into scores. */
  private Gradients ofFeatures(Tensor images, Tensor texts, Pairing pairing, double factor) {
    var leaves = new ArrayList<Tensor>(trainable());
    leaves.add(images);
    leaves.add(texts);
    return objective instanceof Sigmoid sigmoid ? inBlocks(sigmoid, images, texts, pairing, factor, leaves)
        : Tape.gradients(() -> objective.of(model.logits(images, texts), pairing).mul(factor), leaves);
  }

  /** A loss that is a sum over pairs never needs more scores than those of a chunk of texts. */
  private Gradients inBlocks(Sigmoid sigmoid, Tensor images, Tensor texts, Pairing pairing, double factor,
      List<Tensor> leaves) {
    Gradients sum = null;
    for (int i = 0; i < texts.dim(0); i += chunk) {
      int start = i;
      var block = Scope.call("block", () -> Tape.gradients(() ->
          sigmoid.sum(model.logits(images, part(texts, start)), pairing, 0, start).mul(factor / images.dim(0)), leaves));
      sum = sum == null ? block : sum.plus(block);
    }
    return sum;
  }

  private List<Parameter> trainable() {
    return model.parameters().values().stream().filter(Parameter::isTrainable).toList();
  }

  private Gradients ofParameters(Gradients head) {
    var found = new IdentityHashMap<Tensor, Tensor>();
    trainable().forEach(parameter -> head.find(parameter).ifPresent(g -> found.put(parameter, g)));
    return new Gradients(head.loss(), found);
  }

  private Gradients reencode(Gradients sum, Tensor inputs, Tensor gradient, UnaryOperator<Tensor> tower) {
    for (int i = 0; i < inputs.dim(0); i += chunk) {
      var before = sum;
      var part = part(inputs, i);
      var cached = part(gradient, i);
      try {
        sum = Scope.call("chunk", () ->
            before.plus(Tape.gradients(() -> tower.apply(part).mul(cached).sum())));
      } catch (NoGradientException frozen) {
        return sum;                                                   // a locked tower learns nothing
      }
    }
    return sum;
  }
}
