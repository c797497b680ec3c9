package org.vitrail.llm.parity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vitrail.llm.t5.HfT5;
import org.vitrail.llm.t5.T5;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;

/** The encoder-decoder of transformers. */
public final class T5Cases implements ModelCase {
  private record Rebuilt(T5 t5, WeightMap weights) implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var mask = inputs.get("attention_mask");
      var labels = inputs.get("labels");
      var encoded = t5.encode(inputs.get("input_ids"), mask);
      var decoded = t5.decode(t5.shifted(labels), encoded.getLast(), mask);
      var logits = t5.score(decoded.getLast());
      var outputs = new LinkedHashMap<String, Tensor>();
      DecoderCases.states(encoded).forEach((name, state) -> outputs.put("encoder_" + name, state));
      DecoderCases.states(decoded).forEach((name, state) -> outputs.put("decoder_" + name, state));
      outputs.put("encoder_last_hidden_state", encoded.getLast());
      outputs.put("logits", logits);
      outputs.put("loss", CrossEntropy.MEAN.of(logits, labels));
      return outputs;
    }
  }

  @Override public Set<String> classes() {
    return Set.of("T5ForConditionalGeneration");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    var t5 = T5.of(HfT5.config(json, setup.stored().keySet()), Init.of(0));
    return new Rebuilt(t5, HfT5.weights(t5));
  }
}
