package org.vitrail.vit.parity;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.Dinov2;
import org.vitrail.vit.HfVit;
import org.vitrail.vit.TimmVit;
import org.vitrail.vit.Vit;

/** The vision transformers of transformers and timm. */
public final class VitCases implements ModelCase {
  private record Rebuilt(WeightMap weights, Function<Map<String, Tensor>, Map<String, Tensor>> run) implements Model {
    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      return run.apply(inputs);
    }
  }

  @Override public Set<String> classes() {
    return Set.of("ViTForImageClassification", "ViTModel", "VisionTransformer", "Dinov2Model", "Dinov2WithRegistersModel");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    return switch (className) {
      case "ViTForImageClassification" -> {
        var vit = build(HfVit.config(json, setup.stored().get("classifier.weight").dim(0)));
        yield new Rebuilt(HfVit.weights(vit), inputs -> classify(vit, inputs));
      }
      case "ViTModel" -> {
        var vit = build(HfVit.config(json, 0));
        yield new Rebuilt(HfVit.weights(vit), inputs -> encode(vit, inputs, vit::tanhPooled));
      }
      case "VisionTransformer" -> {
        var vit = build(TimmVit.config(json));
        yield new Rebuilt(TimmVit.weights(vit), inputs -> timm(vit, inputs));
      }
      default -> {
        var vit = build(Dinov2.config(json));
        yield new Rebuilt(Dinov2.weights(vit), inputs -> encode(vit, inputs, vit::pool));
      }
    };
  }

  private static Vit build(Vit.Config config) {
    return Vit.of(config, Init.of(0));
  }

  private static Map<String, Tensor> classify(Vit vit, Map<String, Tensor> inputs) {
    var states = vit.hiddenStates(inputs.get("pixel_values"), null);
    return Outputs.classified(Outputs.ofStates(states), vit.classify(vit.normalize(states.getLast())), inputs);
  }

  private static Map<String, Tensor> encode(Vit vit, Map<String, Tensor> inputs, Function<Tensor, Tensor> pooler) {
    var states = vit.hiddenStates(inputs.get("pixel_values"), inputs.get("bool_masked_pos"));
    var last = vit.normalize(states.getLast());
    var outputs = Outputs.ofStates(states);
    outputs.put("last_hidden_state", last);
    outputs.put("pooler_output", pooler.apply(last));
    return outputs;
  }

  private static Map<String, Tensor> timm(Vit vit, Map<String, Tensor> inputs) {
    var features = vit.encode(inputs.get("pixel_values"));
    return Outputs.classified(Outputs.ofFeatures(features), vit.classify(features), inputs);
  }
}
