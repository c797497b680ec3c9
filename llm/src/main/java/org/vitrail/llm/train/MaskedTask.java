package org.vitrail.llm.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.llm.bert.Bert;
import org.vitrail.llm.bert.HfBert;
import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * Learning to restore masked words: mean cross-entropy of those asked for. Loss and accuracy are measured on
 * {@code batches} batches of {@code size} held-out rows, always the same ones.
 */
public record MaskedTask(Bert bert, TextData data, int size, int batches) implements Trainable<TokenBatch> {
  private static final RandomStream HELD_OUT = RandomStream.of(0).at("held-out");

  @Override public SequencedMap<String, Parameter> parameters() {
    return bert.parameters();
  }

  private Tensor scores(TokenBatch batch) {
    return bert.scoreWords(bert.encode(batch.ids(), batch.ids().ne(bert.config().padding()), null));
  }

  @Override public Tensor loss(TokenBatch batch) {
    return CrossEntropy.MEAN.of(scores(batch), batch.targets());
  }

  @Override public SequencedMap<String, Double> evaluate() {
    var sums = new double[3];
    for (int i = 0; i < batches; i++) {
      var random = HELD_OUT.at("batch." + i);
      Scope.run("evaluation", () -> add(data.heldOut(size, random), sums));
    }
    var measures = new LinkedHashMap<String, Double>();
    measures.put("loss", sums[0] / sums[2]);
    measures.put("accuracy", sums[1] / sums[2]);
    return measures;
  }

  /** Adds the loss, the right answers and the questions of a batch. */
  private void add(TokenBatch batch, double[] sums) {
    var scores = scores(batch);
    double asked = batch.targets().ne(-100).to(scores.dtype()).sum().item();
    sums[0] += CrossEntropy.MEAN.of(scores, batch.targets()).item() * asked;
    sums[1] += scores.argmax(-1).eq(batch.targets()).to(scores.dtype()).sum().item();
    sums[2] += asked;
  }

  @Override public Map<String, Object> configuration() {
    return HfBert.json(bert.config());
  }

  @Override public SequencedMap<String, Tensor> weights() {
    return HfBert.weights(bert).tensors();
  }

  @Override public void load(Map<String, Tensor> weights) {
    HfBert.weights(bert).load(weights);
  }
}
