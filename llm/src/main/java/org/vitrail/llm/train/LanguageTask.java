package org.vitrail.llm.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoderJson;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * Learning to say what comes next: mean cross-entropy in nats a token. It is measured on {@code batches} batches of
 * {@code size} held-out rows, always the same ones.
 */
public record LanguageTask(Decoder decoder, TextData data, int size, int batches) implements Trainable<TokenBatch> {
  private static final RandomStream HELD_OUT = RandomStream.of(0).at("held-out");

  /** @throws IllegalArgumentException in one sentence, if no checkpoint could say what the decoder is */
  public LanguageTask {
    HfDecoderJson.of(decoder.config());
  }

  @Override public SequencedMap<String, Parameter> parameters() {
    return decoder.parameters();
  }

  @Override public Tensor loss(TokenBatch batch) {
    return Decoder.loss(decoder.forward(batch.ids()), batch.targets());
  }

  @Override public SequencedMap<String, Double> evaluate() {
    double sum = 0;
    for (int i = 0; i < batches; i++) {
      var random = HELD_OUT.at("batch." + i);
      sum += Scope.call("evaluation", () -> new double[] {loss(data.heldOut(size, random)).item()})[0];
    }
    var measures = new LinkedHashMap<String, Double>();
    measures.put("loss", sum / batches);
    return measures;
  }

  @Override public Map<String, Object> configuration() {
    return HfDecoderJson.of(decoder.config());
  }

  /** The model, and its adapters if it has any. */
  private List<WeightMap> maps() {
    var names = HfDecoderJson.names(decoder.config());
    return List.of(DecoderWeights.of(decoder, names), Lora.weights(decoder, names));
  }

  @Override public SequencedMap<String, Tensor> weights() {
    var all = new LinkedHashMap<String, Tensor>();
    maps().forEach(map -> all.putAll(map.tensors()));
    return all;
  }

  @Override public void load(Map<String, Tensor> weights) {
    maps().forEach(map -> map.load(weights));
  }
}
