package org.vitrail.vlm.llip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.clip.Clip;
import org.vitrail.vlm.clip.HfClip;
import org.vitrail.vlm.tower.VitTower;

/**
 * What {@code config.json} says of a {@link Llip}: {@code model_type} "llip", the towers as in a CLIP's, and
 * {@code mixture_tokens}, {@code mixer_heads}, {@code mixer_head_dim}, {@code mixer_temperature}.
 */
public final class LlipJson {
  private LlipJson() {}

  /**
   * The model that a {@code config.json} describes.
   *
   * @throws IllegalArgumentException in one sentence, if it is not Llip's or makes no sense
   */
  public static Llip.Config config(ConfigReader json) {
    var type = json.text("model_type", "");
    if (!type.equals("llip")) {
      throw new IllegalArgumentException("config.json: model_type '" + type + "' is not 'llip'");
    }
    double temperature = json.number("mixer_temperature", 1);
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("config.json: mixer_temperature is " + temperature + ", expected more than 0");
    }
    var values = new HashMap<>(json.values());
    values.put("model_type", "clip");
    var clip = HfClip.config(new ConfigReader(values));
    var vit = ((VitTower.Config) clip.image()).vit();
    return new Llip.Config(
        Llip.Config.image(vit.input(), json.count("mixture_tokens"), vit.depth(), vit.block()), clip.text(),
        new Mixer.Config(json.count("mixer_heads"), json.count("mixer_head_dim"), temperature));
  }

  /**
   * What {@code config.json} says of a model.
   *
   * @param begin the token before each text, −1 for none
   * @param padding the token that fills texts up
   */
  public static Map<String, Object> json(Llip.Config c, int begin, int padding) {
    var vit = new Vit.Config(c.image().input(), Vit.Tokens.CLASS, c.image().entry(), c.image().depth(),
        c.image().block(), new Vit.Head(Vit.Pooling.CLASS, false, false, 0));
    var json = HfClip.json(new Clip.Config(new VitTower.Config(vit, c.text().out()), c.text(), Clip.LOG_SCALE, null),
        begin, padding);
    json.remove("logit_scale_init_value");
    json.put("architectures", List.of("Llip"));
    json.put("model_type", "llip");
    json.put("mixture_tokens", c.tokens());
    json.put("mixer_heads", c.mixer().heads());
    json.put("mixer_head_dim", c.mixer().headDim());
    json.put("mixer_temperature", c.mixer().temperature());
    return json;
  }
}
