package org.vitrail.vit.classify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.HfVit;

/**
 * Learning to tell pictures apart: mean cross-entropy, smoothed by {@code smoothing}; measured by accuracy and loss on
 * {@code test}.
 */
public record ClassifierTask(Classifier classifier, Dataset<Example> test, double smoothing) implements Trainable<Batch> {

  @Override public SequencedMap<String, Parameter> parameters() {
    return classifier.vit().parameters();
  }

  @Override public Tensor loss(Batch batch) {
    var targets = Tensor.of(batch.labels(), batch.labels().length);
    return classifier.vit().forward(batch.pixels()).crossEntropyEach(targets, smoothing, -100).mean();
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
    return HfVit.weights(classifier.vit()).tensors();
  }

  @Override public void load(Map<String, Tensor> weights) {
    HfVit.weights(classifier.vit()).load(weights);
  }
}
