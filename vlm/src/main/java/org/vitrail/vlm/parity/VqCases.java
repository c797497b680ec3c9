package org.vitrail.vlm.parity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.vq.HfVq;
import org.vitrail.vlm.vq.Vq;

/** The picture tokenizers of Chameleon and Janus in transformers. */
public final class VqCases implements ModelCase {
  /** The weight of the codebook's loss in transformers. */
  private static final double BETA = 0.25;

  private record Chameleon(Vq vq, WeightMap weights) implements Model {
    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var features = vq.features(inputs.get("pixel_values"));
      var quantized = vq.quantize(features);
      var outputs = new LinkedHashMap<String, Tensor>();
      outputs.put("last_hidden_state", features);
      outputs.put("quantized_last_hidden_state", vq.grid(quantized.straightThrough()));
      outputs.put("image_tokens", quantized.codes());
      outputs.put("embedding_loss", quantized.loss(BETA, true));
      return outputs;
    }
  }

  private record Janus(Vq vq, WeightMap weights) implements Model {
    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var features = vq.features(inputs.get("pixel_values"));
      var outputs = new LinkedHashMap<String, Tensor>();
      outputs.put("tokens", vq.quantize(features).codes());
      outputs.put("quantized", features);
      outputs.put("decoded", vq.decodeVectors(vq.grid(vq.codebook().vectors(inputs.get("image_tokens")))));
      return outputs;
    }
  }

  @Override public Set<String> classes() {
    return Set.of("ChameleonVQVAE", "JanusVQVAE");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    boolean janus = className.equals("JanusVQVAE");
    var vq = Vq.of(janus ? HfVq.janus(json) : HfVq.chameleon(json), Init.of(0));
    return janus ? new Janus(vq, HfVq.janusWeights(vq, "")) : new Chameleon(vq, HfVq.weights(vq, ""));
  }
}
