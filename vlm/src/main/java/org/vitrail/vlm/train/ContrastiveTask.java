package org.vitrail.vlm.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.loss.GradientCache;
import org.vitrail.vlm.loss.Objective;

/**
 * Learning which texts are true of which pictures.
 *
 * @param chunk how many pictures or texts of a batch are held at once, by {@link GradientCache}; 0 for all
 */
public record ContrastiveTask(VisionText vision, Objective objective, Examination examination, int chunk)
    implements Trainable<PairBatch> {

  /** Measures of a model on held-out data, by name. */
  @FunctionalInterface
  public interface Examination {
    SequencedMap<String, Double> of(VisionText vision);
  }

  @Override public SequencedMap<String, Parameter> parameters() {
    return vision.model().parameters();
  }

  @Override public Tensor loss(PairBatch batch) {
    var model = vision.model();
    var logits = model.logits(model.encodeImages(batch.pixels()), model.encodeTexts(batch.ids()));
    return objective.of(logits, batch.pairing());
  }

  @Override public Gradients gradients(PairBatch batch, double factor) {
    return chunk == 0 ? Trainable.super.gradients(batch, factor) : new GradientCache(vision.model(), objective, chunk)
        .gradients(batch.pixels(), batch.ids(), batch.pairing(), factor);
  }

  @Override public void stepped() {
    vision.model().limitScale();
  }

  @Override public SequencedMap<String, Tensor> weights() {
    return vision.weights().tensors();
  }

  @Override public void load(Map<String, Tensor> weights) {
    vision.weights().load(weights);
  }

  /** The whole model, as {@link VisionText#open} reads it. */
  @Override public void save(Path folder) throws IOException {
    vision.save(folder);
  }

  @Override public SequencedMap<String, Double> evaluate() {
    return examination.of(vision);
  }
}
