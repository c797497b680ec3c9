package org.vitrail.llm.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;

/** The decoder-only language models of transformers. */
public final class DecoderCases implements ModelCase {
  private record Rebuilt(Decoder decoder, WeightMap weights) implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var states = decoder.hiddenStates(decoder.embed(inputs.get("input_ids")), inputs.get("attention_mask"),
          inputs.get("position_ids"));
      var logits = decoder.score(states.getLast());
      var outputs = states(states);
      outputs.put("logits", logits);
      outputs.put("loss", Decoder.loss(logits, Decoder.next(inputs.get("labels"))));
      return outputs;
    }
  }

  /** {@code hidden_states.0} is what enters the first layer, {@code hidden_states.i} what leaves the i-th. */
  static Map<String, Tensor> states(List<Tensor> states) {
    var outputs = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < states.size(); i++) outputs.put("hidden_states." + i, states.get(i));
    return outputs;
  }

  @Override public Set<String> classes() {
    return Set.of("GPT2LMHeadModel", "ImageGPTForCausalImageModeling", "LlamaForCausalLM", "MistralForCausalLM",
        "Qwen2ForCausalLM", "Qwen3ForCausalLM", "GemmaForCausalLM", "Gemma3ForCausalLM");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    var decoder = Decoder.of(HfDecoder.config(json), Init.of(0)).withPadding(HfDecoder.padding(json));
    return new Rebuilt(decoder, DecoderWeights.of(decoder, HfDecoder.names(json, setup.stored().keySet())));
  }
}
