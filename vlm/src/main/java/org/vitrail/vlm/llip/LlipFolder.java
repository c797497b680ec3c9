package org.vitrail.vlm.llip;

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
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.ProcessorJson;
import org.vitrail.vit.image.Size;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.ModelFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.clip.ClipInput;

/**
 * A Llip in a folder: {@code config.json} ({@link LlipJson}), {@code model.safetensors} ({@link LlipWeights}),
 * {@code preprocessor_config.json} as CLIP's, and the files of the tokenizer.
 */
public final class LlipFolder implements ModelFolder {
  private static final String CONFIG = "config.json";
  private static final String PROCESSOR = "preprocessor_config.json";

  @Override public boolean holds(Path path) throws IOException {
    var file = path.resolve(CONFIG);
    return Files.isRegularFile(file) && "llip".equals(Json.readObject(file).get("model_type"));
  }

  @Override public VisionText open(Path folder) throws IOException {
    var json = new ConfigReader(Json.readObject(folder.resolve(CONFIG)));
    if (!Files.exists(folder.resolve(PROCESSOR))) {
      throw new FormatException(folder, "there is no " + PROCESSOR + ", which says how pictures come to the model");
    }
    try (var stored = ModelFiles.find(folder.toString()).open()) {
      var config = LlipJson.config(json);
      StoredWeights.require(stored, config.parameters());
      var llip = Llip.of(config, Init.of(0));
      StoredWeights.load(LlipWeights.of(llip), stored);
      var input = config.image().input();
      return new VisionText(llip,
          ClipInput.fitting(new Size(input.height(), input.width()), Preprocessing.read(folder.resolve(PROCESSOR))),
          ClipInput.texts(folder, config.text()).withPadding(json.object("text_config").integer("pad_token_id", 0)));
    } catch (IllegalArgumentException e) {
      throw new FormatException(folder, e.getMessage());
    }
  }

  @Override public boolean fits(DualEncoder model) {
    return model instanceof Llip;
  }

  @Override public WeightMap weights(DualEncoder model) {
    return LlipWeights.of((Llip) model);
  }

  @Override public void save(VisionText model, Path folder) throws IOException {
    var llip = (Llip) model.model();
    var input = model.input();
    Files.createDirectories(folder);
    if (!input.files().isEmpty()) input.files().write(folder);
    Json.write(folder.resolve(CONFIG),
        LlipJson.json(llip.config(), input.tokenizer().specials().bos(), input.padding()));
    Json.write(folder.resolve(PROCESSOR), ProcessorJson.of("CLIPImageProcessor", model.processor()));
    Safetensors.write(folder.resolve("model.safetensors"), LlipWeights.of(llip).tensors(), Map.of("format", "pt"));
  }
}
