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
}
