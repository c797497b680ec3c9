package org.vitrail.vlm.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.loss.Pairing;
import org.vitrail.vlm.loss.Sigmoid;
import org.vitrail.vlm.siglip.HfSiglip;
import org.vitrail.vlm.siglip.NaflexTower;
import org.vitrail.vlm.siglip.Patches;
import org.vitrail.vlm.siglip.Siglip;
import org.vitrail.vlm.siglip.SiglipTower;

/** SigLIP and SigLIP 2 of transformers. */
public final class SiglipCases implements ModelCase {
  private record Rebuilt(Siglip siglip, WeightMap weights) implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var outputs = new LinkedHashMap<String, Tensor>();
      var images = images(inputs, outputs).l2Normalize(-1);
      var texts = texts(inputs.get("input_ids"), outputs).l2Normalize(-1);
      var logits = siglip.logits(images, texts);
      outputs.put("image_embeds", siglip.imageEmbeddings(images));
      outputs.put("text_embeds", siglip.textEmbeddings(texts));
      outputs.put("logits_per_image", logits);
      outputs.put("logits_per_text", logits.t());
      outputs.put("loss", new Sigmoid().of(logits, Pairing.diagonal(logits.dim(0))));
      return outputs;
    }

    private Tensor images(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
      var pixels = inputs.get("pixel_values");
      return switch (siglip.image()) {
        case SiglipTower.Square(var vit) -> {
          var states = vit.hiddenStates(pixels, null);
          var last = vit.normalize(states.getLast());
          yield put("vision_model_output.", states, last, vit.pool(last), outputs);
        }
        case NaflexTower tower -> {
          var patches = new Patches(pixels, inputs.get("spatial_shapes"), inputs.get("pixel_attention_mask"));
          var states = tower.hiddenStates(patches);
          var last = tower.norm().forward(states.getLast());
          yield put("vision_model_output.", states, last, tower.pool(last, patches), outputs);
        }
      };
    }

    private Tensor texts(Tensor ids, Map<String, Tensor> outputs) {
      var text = siglip.text();
      var states = text.hiddenStates(ids, null);
      var last = text.norm().forward(states.getLast());
      return put("text_model_output.", states, last, text.pool(ids, last), outputs);
    }

    private static Tensor put(String tower, List<Tensor> states, Tensor last, Tensor pooled,
        Map<String, Tensor> outputs) {
      for (int i = 0; i < states.size(); i++) outputs.put(tower + "hidden_states." + i, states.get(i));
      outputs.put(tower + "last_hidden_state", last);
      outputs.put(tower + "pooler_output", pooled);
      return pooled;
    }
  }

  @Override public Set<String> classes() {
    return Set.of("SiglipModel", "Siglip2Model");
  }

  @Override public Model build(String className, Setup setup) {
    var siglip = Siglip.of(HfSiglip.config(new ConfigReader(setup.config())), Init.of(0));
    return new Rebuilt(siglip, HfSiglip.weights(siglip));
  }
}
