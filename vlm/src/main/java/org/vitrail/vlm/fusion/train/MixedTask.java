package org.vitrail.vlm.fusion.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.fusion.MixedModel;

/** Learning to foretell each token of documents, words and codes alike. The tokenizer of pictures stays as it is. */
public record MixedTask(MixedModel model, Examination examination, ZLoss objective) implements Trainable<MixedBatch> {

  /** Measures of a decoder on held-out documents, by name. */
  @FunctionalInterface
  public interface Examination {
    SequencedMap<String, Double> of(Decoder decoder);
  }

  @Override public SequencedMap<String, Parameter> parameters() {
    return model.decoder().parameters();
  }

  @Override public Tensor loss(MixedBatch batch) {
    var loss = objective.of(model.decoder().forward(batch.ids()), batch.targets());
    var weights = batch.weights();
    return weights == null ? loss.mean() : loss.each().mul(weights).sum().div(weights.sum());
  }

  @Override public SequencedMap<String, Double> evaluate() {
    return examination.of(model.decoder());
  }

  @Override public SequencedMap<String, Tensor> weights() {
    return model.weights().tensors();
  }

  @Override public void load(Map<String, Tensor> weights) {
    model.weights().load(weights);
  }

  /** The whole model, as {@link MixedModel#open} reads it. */
  @Override public void save(Path folder) throws IOException {
    model.save(folder);
  }
}
