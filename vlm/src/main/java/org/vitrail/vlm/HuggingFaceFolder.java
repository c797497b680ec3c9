package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.vit.image.ProcessorJson;

/**
 * A model in a folder as Hugging Face's: {@code config.json}, {@code model.safetensors} or {@code pytorch_model.bin},
 * {@code preprocessor_config.json}, and the files of the tokenizer.
 */
public abstract class HuggingFaceFolder implements ModelFolder {
  protected static final String PROCESSOR = "preprocessor_config.json";
  private static final String CONFIG = "config.json";

  private final Set<String> types;

  /** @param types what {@code model_type} is in such a folder */
  protected HuggingFaceFolder(String... types) {
    this.types = Set.of(types);
  }

  @Override public final boolean holds(Path path) throws IOException {
    var file = path.resolve(CONFIG);
    return Files.isRegularFile(file) && types.contains(String.valueOf(Json.readObject(file).get("model_type")));
  }

  @Override public final VisionText open(Path folder) throws IOException {
    var json = new ConfigReader(Json.readObject(folder.resolve(CONFIG)));
    try (var stored = ModelFiles.find(folder.toString()).open()) {
      return open(folder, json, stored);
    } catch (IllegalArgumentException e) {
      throw new FormatException(folder, e.getMessage());
    }
  }

  /**
   * The model with this {@code config.json} and these weights.
   *
   * @throws IllegalArgumentException if something in the folder does not fit the rest
   */
  protected abstract VisionText open(Path folder, ConfigReader json, TensorFile stored) throws IOException;

  @Override public final void save(VisionText model, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!model.input().files().isEmpty()) saveTokenizer(model.input(), folder);
    Json.write(folder.resolve(CONFIG), config(model));
    Json.write(folder.resolve(PROCESSOR), ProcessorJson.of(processorType(model), model.processor()));
    Safetensors.write(folder.resolve("model.safetensors"), weights(model.model()).tensors(), Map.of("format", "pt"));
  }

  protected void saveTokenizer(TextInput input, Path folder) throws IOException {
    input.files().write(folder);
  }

  /** What goes into {@code config.json}. */
  protected abstract Map<String, Object> config(VisionText model);

  /** The class of transformers that does to pictures what the model's processor does. */
  protected String processorType(VisionText model) {
    return "CLIPImageProcessor";
  }
}
