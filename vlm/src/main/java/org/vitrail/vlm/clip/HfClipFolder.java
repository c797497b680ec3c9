package org.vitrail.vlm.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.HuggingFaceFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;

/** CLIP in a folder of Hugging Face. */
public final class HfClipFolder extends HuggingFaceFolder {
  public HfClipFolder() {
    super("clip");
  }

  @Override protected VisionText open(Path folder, ConfigReader json, TensorFile stored) throws IOException {
    var config = HfClip.config(json);
    StoredWeights.require(stored, config.parameters());
    var clip = Clip.of(config, Init.of(0));
    StoredWeights.load(HfClip.weights(clip), stored);
    return new VisionText(clip, processor(folder, config), input(folder, json, config));
  }

  private static TextInput input(Path folder, ConfigReader json, Clip.Config config) throws IOException {
    var input = ClipInput.texts(folder, config.text());
    int padding = input.tokenizer().specials().pad();
    return padding >= 0 ? input.withPadding(padding)
        : input.withPadding(json.object("text_config").integer("pad_token_id", 0));
  }

  /** What the folder says of it; else the usual one for the size of the model's pictures. */
  private static Processor processor(Path folder, Clip.Config config) throws IOException {
    var file = folder.resolve(PROCESSOR);
    int side = config.image().height();
    return ClipInput.fitting(config.image().size(), Files.exists(file) ? Preprocessing.read(file)
        : Preprocessing.processor("clip", Map.of("size", side, "crop_size", side), Backend.PIL));
  }

  @Override public boolean fits(DualEncoder model) {
    return model instanceof Clip clip && HfClip.fits(clip.config());
  }

  @Override public WeightMap weights(DualEncoder model) {
    return HfClip.weights((Clip) model);
  }

  @Override protected void saveTokenizer(TextInput input, Path folder) throws IOException {
    input.files().forHuggingFace().write(folder);
  }

  @Override protected Map<String, Object> config(VisionText model) {
    var input = model.input();
    return HfClip.json(((Clip) model.model()).config(), input.tokenizer().specials().bos(), input.padding());
  }
}
