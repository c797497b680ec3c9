package org.vitrail.vit.classify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;

/**
 * Learning to tell pictures apart: mean cross-entropy, smoothed by {@code smoothing}; measured by accuracy and loss on
 * {@code test}.
 */
public record ClassifierTask(Classifier classifier, Dataset<Example> test, double smoothing) implements Trainable<Batch> {

  @Override public SequencedMap<String, Parameter> parameters() {
    return classifier.network().model().parameters();
  }

  @Override public Tensor loss(Batch batch) {
    var targets = Tensor.of(batch.labels(), batch.labels().length);
    return classifier.network().forward(batch.pixels()).crossEntropyEach(targets, smoothing, -100).mean();
  }

  @Override public SequencedMap<String, Double> evaluate() {
    var evaluation = Evaluation.of(classifier, test);
    var measures = new LinkedHashMap<String, Double>();
    measures.put("accuracy", evaluation.accuracy());
    measures.put("loss", evaluation.loss());
    return measures;
  }

  @Override public Map<String, Object> configuration() {
    return classifier.configuration();
  }

  @Override public SequencedMap<String, Tensor> weights() {
    return classifier.network().weights().tensors();
  }

  @Override public void load(Map<String, Tensor> weights) {
    classifier.network().weights().load(weights);
  }
}
