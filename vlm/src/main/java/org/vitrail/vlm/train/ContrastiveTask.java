package org.vitrail.vlm.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.loss.Objective;

/** Learning which texts are true of which pictures. */
public record ContrastiveTask(VisionText vision, Objective objective, Examination examination)
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
