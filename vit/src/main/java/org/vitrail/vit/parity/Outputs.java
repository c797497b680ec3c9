package org.vitrail.vit.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.Tensor;

/** Outputs under the names of the cases. */
final class Outputs {
  private Outputs() {}

  /** {@code hidden_states.0} is what enters the first block or stage, {@code hidden_states.i} what leaves the i-th. */
  static Map<String, Tensor> ofStates(List<Tensor> states) {
    var outputs = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < states.size(); i++) outputs.put("hidden_states." + i, states.get(i));
    return outputs;
  }

  /** {@code features} is what the head of timm's models pools. */
  static Map<String, Tensor> ofFeatures(Tensor features) {
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("features", features);
    return outputs;
  }

  /** {@code outputs} with the class scores and their cross-entropy with the input {@code labels}. */
  static Map<String, Tensor> classified(Map<String, Tensor> outputs, Tensor logits, Map<String, Tensor> inputs) {
    outputs.put("logits", logits);
    outputs.put("loss", logits.crossEntropy(inputs.get("labels").toInts()));
    return outputs;
  }
}
