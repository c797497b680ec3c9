package org.vitrail.vlm.siglip;

import java.util.Set;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.WeightMap;
import org.vitrail.vit.TimmVit;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.clip.OpenClip;
import org.vitrail.vlm.clip.OpenClipJson;

/** {@link Siglip} as open_clip has it: a tower of timm for pictures, its own for texts. */
final class OpenClipSiglip {
  private static final String FILE = "open_clip_config.json: ";
  /** Names of timm's towers, with the side of a patch. */
  private static final String NAME = "vit_(base|large|so400m|giantopt)_patch(\\d{1,2})_siglip_(\\d{1,4})";
  /** The towers of SigLIP 2 alone have the approximate GELU in timm; those that both share have the exact one. */
  private static final Set<String> APPROXIMATE = Set.of("vit_base_patch32_siglip_256", "vit_large_patch16_siglip_512",
      "vit_so400m_patch16_siglip_256", "vit_so400m_patch16_siglip_384", "vit_so400m_patch16_siglip_512",
      "vit_giantopt_patch16_siglip_256", "vit_giantopt_patch16_siglip_384");

  private OpenClipSiglip() {}

  /**
   * The configuration in the object {@code model_cfg} of an {@code open_clip_config.json}.
   *
   * @throws IllegalArgumentException in one sentence, if it asks for what is not known here
   */
  static Siglip.Config config(ConfigReader json) {
    var image = image(json.object("vision_cfg"));
    var text = OpenClipJson.text(json.object("text_cfg"), json.count("embed_dim"), false);
    int width = text.out() == 0 ? text.block().width() : text.out();
    if (width != image.block().width()) {
      throw new IllegalArgumentException(FILE + "the text tower makes vectors of " + width + " numbers, the tower for "
          + "pictures of " + image.block().width());
    }
    return new Siglip.Config(image, text, false);
  }

  private static Vit.Config image(ConfigReader json) {
    var name = json.text("timm_model_name", "");
    var pool = json.text("timm_pool", "");
    if (!name.matches(NAME) || !pool.equals("map") || !json.text("timm_proj", "").equals("none")) {
      throw new IllegalArgumentException(FILE + "timm_model_name '" + name + "' with timm_pool '" + pool
        + "' is no tower of SigLIP that is known here");
    }
    int patch = Integer.parseInt(name.replaceFirst(NAME, "$2"));
    int side = json.count("image_size", Integer.parseInt(name.replaceFirst(NAME, "$3")));
    var activation = APPROXIMATE.contains(name) ? Activation.GELU_TANH : Activation.GELU;
    return switch (name.replaceFirst(NAME, "$1")) {
      case "base" -> image(side, patch, 12, 768, 12, 4 * 768, activation);
      case "large" -> image(side, patch, 24, 1024, 16, 4 * 1024, activation);
      case "so400m" -> image(side, patch, 27, 1152, 16, 4304, activation);
      default -> image(side, patch, 40, 1536, 16, 4 * 1536, activation);
    };
  }

  private static Vit.Config image(int side, int patch, int depth, int width, int heads, int hidden, Activation f) {
    var block = new Block.Config(width, heads, hidden, 1e-6, f, false, true, false, 0, 0, 0, false);
    int whole = side / patch * patch;                                 // a rest at the border is left out
    return Siglip.Config.image(new Vit.Input(whole, whole, 3, patch), depth, block);
  }

  /** Where the file keeps the parameters. */
  static WeightMap weights(Siglip siglip) {
    var text = new WeightMap();
    OpenClip.putText(text, siglip.text());
    return new WeightMap()
        .putAll("visual.trunk.", TimmVit.weights(((SiglipTower.Square) siglip.image()).vit()))
        .putAll("text.", text)
        .put("logit_scale", siglip.scale())
        .put("logit_bias", siglip.bias());
  }
}
