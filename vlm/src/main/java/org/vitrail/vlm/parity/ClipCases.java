package org.vitrail.vlm.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.loss.Contrastive;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.clip.Clip;
import org.vitrail.vlm.clip.HfClip;
import org.vitrail.vlm.clip.OpenClip;
import org.vitrail.vlm.clip.OpenClipJson;
import org.vitrail.vlm.tower.VitTower;

/** CLIP of transformers and of open_clip. */
public final class ClipCases implements ModelCase {
  private record Rebuilt(Clip clip, WeightMap weights,
      BiFunction<Clip, Map<String, Tensor>, Map<String, Tensor>> run) implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      return run.apply(clip, inputs);
    }
  }

  @Override public Set<String> classes() {
    return Set.of("CLIPModel", "CLIP");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    if (className.equals("CLIPModel")) {
      var clip = Clip.of(HfClip.config(json), Init.of(0));
      return new Rebuilt(clip, HfClip.weights(clip), ClipCases::huggingFace);
    }
    var clip = Clip.of(OpenClipJson.config(json), Init.of(0));
    return new Rebuilt(clip, OpenClip.weights(clip), ClipCases::openClip);
  }

  private static Map<String, Tensor> huggingFace(Clip clip, Map<String, Tensor> inputs) {
    var ids = inputs.get("input_ids");
    var tower = (VitTower) clip.image();
    var texts = clip.text().hiddenStates(ids, inputs.get("attention_mask"));
    var pictures = tower.vit().hiddenStates(inputs.get("pixel_values"), null);
    var outputs = new LinkedHashMap<String, Tensor>();
    putStates(outputs, "text_model_output.", texts);
    putStates(outputs, "vision_model_output.", pictures);
    var words = clip.text().norm().forward(texts.getLast());
    var text = clip.text().pool(ids, words);
    var image = tower.project(tower.vit().normalize(pictures.getLast()));
    outputs.put("text_model_output.last_hidden_state", words);
    outputs.put("text_model_output.pooler_output", text);
    outputs.put("vision_model_output.last_hidden_state", pictures.getLast());
    outputs.put("vision_model_output.pooler_output", image);
    putScores(outputs, clip, image.l2Normalize(-1), text.l2Normalize(-1));
    return outputs;
  }

  private static void putStates(Map<String, Tensor> outputs, String name, List<Tensor> states) {
    for (int i = 0; i < states.size(); i++) outputs.put(name + "hidden_states." + i, states.get(i));
  }

  private static void putScores(Map<String, Tensor> outputs, Clip clip, Tensor image, Tensor text) {
    var logits = clip.logits(image, text);
    outputs.put("image_embeds", image);
    outputs.put("text_embeds", text);
    outputs.put("logits_per_image", logits);
    outputs.put("logits_per_text", logits.t());
    var scale = clip.logScale().exp();
    outputs.put("loss", clip.bias() == null ? Contrastive.clip(image, text, scale)
        : Contrastive.siglip(image, text, scale, clip.bias()));
  }

  private static Map<String, Tensor> openClip(Clip clip, Map<String, Tensor> inputs) {
    var image = clip.encodeImages(inputs.get("image"));
    var text = clip.encodeTexts(inputs.get("text"));
    var outputs = new LinkedHashMap<String, Tensor>();
    putScores(outputs, clip, image, text);
    outputs.put("image_features", image);
    outputs.put("text_features", text);
    outputs.put("logit_scale", clip.logScale().exp());
    return outputs;
  }
}
