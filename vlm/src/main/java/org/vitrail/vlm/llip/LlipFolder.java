package org.vitrail.vlm.llip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Size;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.HuggingFaceFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.clip.ClipInput;

/** A Llip in a folder like those of Hugging Face, with {@link LlipJson}, {@link LlipWeights} and CLIP's processor. */
public final class LlipFolder extends HuggingFaceFolder {
  public LlipFolder() {
    super("llip");
  }

  @Override protected VisionText open(Path folder, ConfigReader json, TensorFile stored) throws IOException {
    if (!Files.exists(folder.resolve(PROCESSOR))) {
      throw new FormatException(folder, "there is no " + PROCESSOR + ", which says how pictures come to the model");
    }
    var config = LlipJson.config(json);
    StoredWeights.require(stored, config.parameters());
    var llip = Llip.of(config, Init.of(0));
    StoredWeights.load(LlipWeights.of(llip), stored);
    var input = config.image().input();
    return new VisionText(llip,
        ClipInput.fitting(new Size(input.height(), input.width()), Preprocessing.read(folder.resolve(PROCESSOR))),
        ClipInput.texts(folder, config.text()).withPadding(json.object("text_config").integer("pad_token_id", 0)));
  }

  @Override public boolean fits(DualEncoder model) {
    return model instanceof Llip;
  }

  @Override public WeightMap weights(DualEncoder model) {
    return LlipWeights.of((Llip) model);
  }

  @Override protected Map<String, Object> config(VisionText model) {
    var input = model.input();
    return LlipJson.json(((Llip) model.model()).config(), input.tokenizer().specials().bos(), input.padding());
  }
}
