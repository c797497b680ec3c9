package org.vitrail.vlm.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vit.image.ProcessorJson;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.ModelFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;

/**
 * CLIP in a folder as Hugging Face's: {@code config.json}, {@code model.safetensors} or {@code pytorch_model.bin},
 * {@code preprocessor_config.json}, and the files of the tokenizer.
 */
public final class HfClipFolder implements ModelFolder {
  private static final String CONFIG = "config.json";
  private static final String PROCESSOR = "preprocessor_config.json";

  @Override public boolean holds(Path path) throws IOException {
    var file = path.resolve(CONFIG);
    return Files.isRegularFile(file) && "clip".equals(Json.readObject(file).get("model_type"));
  }

  @Override public VisionText open(Path folder) throws IOException {
    var file = folder.resolve(CONFIG);
    var json = new ConfigReader(Json.readObject(file));
    try (var stored = ModelFiles.find(folder.toString()).open()) {
      var config = HfClip.config(json);
      StoredWeights.require(stored, config.parameters());
      var clip = Clip.of(config, Init.of(0));
      StoredWeights.load(HfClip.weights(clip), stored);
      return new VisionText(clip, processor(folder, config), input(folder, json, config));
    } catch (IllegalArgumentException e) {
      throw new FormatException(folder, e.getMessage());
    }
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

  @Override public void save(VisionText model, Path folder) throws IOException {
    var clip = (Clip) model.model();
    var input = model.input();
    Files.createDirectories(folder);
    if (!input.files().isEmpty()) input.files().forHuggingFace().write(folder);
    Json.write(folder.resolve(CONFIG),
        HfClip.json(clip.config(), input.tokenizer().specials().bos(), input.padding()));
    Json.write(folder.resolve(PROCESSOR), ProcessorJson.of("CLIPImageProcessor", model.processor()));
    Safetensors.write(folder.resolve("model.safetensors"), HfClip.weights(clip).tensors(), Map.of("format", "pt"));
  }
}
