package org.vitrail.vlm.parity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.chameleon.Chameleon;
import org.vitrail.vlm.chameleon.HfChameleon;

/** Chameleon of transformers: texts with pictures in, words out. */
public final class ChameleonCases implements ModelCase {
  private record Rebuilt(Chameleon model, WeightMap weights) implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var codes = model.ids(inputs.get("pixel_values"));
      var decoder = model.decoder();
      var states = decoder.hiddenStates(decoder.embed(model.fill(inputs.get("input_ids"), codes)),
          inputs.get("attention_mask"), null);
      var logits = model.wordsOnly(decoder.score(states.getLast()));
      var outputs = new LinkedHashMap<String, Tensor>();
      for (int i = 0; i < states.size(); i++) outputs.put("hidden_states." + i, states.get(i));
      outputs.put("logits", logits);
      outputs.put("image_tokens", Tensor.of(Arrays.stream(codes).flatMapToInt(Arrays::stream).toArray(), codes.length,
          model.vocabulary().pictureLength()));
      outputs.put("loss", Decoder.loss(logits, Decoder.next(inputs.get("labels"))));
      return outputs;
    }
  }

  @Override public Set<String> classes() {
    return Set.of("ChameleonForConditionalGeneration");
  }

  @Override public Model build(String className, Setup setup) {
    var model = HfChameleon.config(new ConfigReader(setup.config()), setup.stored().keySet()).create();
    return new Rebuilt(model, HfChameleon.weights(model.decoder(), model.vq()));
  }
}
