package org.vitrail.vlm.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.ModelFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;

/**
 * CLIP in a folder as open_clip's: {@code open_clip_config.json}, {@code open_clip_model.safetensors} or
 * {@code open_clip_pytorch_model.bin}, and the files of the tokenizer. Or in one file of weights, with the
 * configuration beside it, or of OpenAI, which needs none.
 */
public final class OpenClipFolder implements ModelFolder {
  private static final String CONFIG = "open_clip_config.json";
  private static final List<String> WEIGHTS = List.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin",
      "model.safetensors", "pytorch_model.bin");

  @Override public boolean holds(Path path) throws IOException {
    if (Files.isDirectory(path)) return Files.exists(path.resolve(CONFIG)) && !isSiglip(path.resolve(CONFIG));
    if (!path.toString().matches(".*\\.(pth?|bin|safetensors)")) return false;
    try (var stored = ModelFiles.find(path.toString()).open()) {
      return OpenAiShapes.isClip(stored);
    }
  }

  private static boolean isSiglip(Path config) throws IOException {
    return new ConfigReader(Json.readObject(config)).object("model_cfg").object("vision_cfg")
        .text("timm_model_name", "").contains("siglip");
  }

  @Override public VisionText open(Path path) throws IOException {
    var folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    try (var stored = ModelFiles.find((folder.equals(path) ? weights(folder) : path).toString()).open()) {
      var file = folder.resolve(CONFIG);
      var json = new ConfigReader(Files.exists(file) ? Json.readObject(file) : Map.of());
      var model = Files.exists(file) ? json.object("model_cfg") : OpenAiShapes.config(stored);
      return open(folder, stored, model, json.object("preprocess_cfg"));
    } catch (IllegalArgumentException e) {
      throw new FormatException(path, e.getMessage());
    }
  }

  /** The file of the weights in a folder of open_clip. */
  public static Path weights(Path folder) {
    return WEIGHTS.stream().map(folder::resolve).filter(Files::exists).findFirst().orElseThrow(() ->
        new FormatException(folder, "there are no weights beside " + CONFIG + "; expected " + WEIGHTS.getFirst()));
  }

  private static VisionText open(Path folder, TensorFile stored, ConfigReader model, ConfigReader pictures)
      throws IOException {
    var config = OpenClipJson.config(model);
    StoredWeights.require(stored, config.parameters());
    var clip = Clip.of(config, Init.of(0));
    StoredWeights.load(OpenClip.weights(clip), stored);
    var processor = OpenClipPictures.processor(pictures, config.image().height());
    return new VisionText(clip, ClipInput.fitting(config.image().size(), processor),
        input(folder, config, model.object("text_cfg")));
  }

  /** Texts end in zeros, but those of a tokenizer of Hugging Face in what it fills with. */
  private static TextInput input(Path folder, Clip.Config config, ConfigReader json) throws IOException {
    var input = ClipInput.texts(folder, config.text());
    int padding = input.tokenizer().specials().pad();
    return input.withPadding(json.has("hf_tokenizer_name") && padding >= 0 ? padding : json.integer("pad_id", 0));
  }

  @Override public boolean fits(DualEncoder model) {
    return model instanceof Clip;
  }

  @Override public WeightMap weights(DualEncoder model) {
    return OpenClip.weights((Clip) model);
  }

  @Override public void save(VisionText model, Path folder) throws IOException {
    var clip = (Clip) model.model();
    var input = model.input();
    Files.createDirectories(folder);
    if (!input.files().isEmpty()) input.files().write(folder);
    Json.write(folder.resolve(CONFIG), ConfigReader.ordered(
        "model_cfg", OpenClipJson.json(clip.config(), input.padding()),
        "preprocess_cfg", OpenClipPictures.json(model.processor())));
    Safetensors.write(folder.resolve(WEIGHTS.getFirst()), OpenClip.weights(clip).tensors(), Map.of("format", "pt"));
  }
}
