package org.vitrail.vlm.siglip;

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
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vit.image.ProcessorJson;
import org.vitrail.vit.image.Size;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.ModelFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.clip.ClipInput;

/**
 * SigLIP and SigLIP 2 in a folder as Hugging Face's: {@code config.json}, {@code model.safetensors},
 * {@code preprocessor_config.json}, and the files of the tokenizer.
 */
public final class HfSiglipFolder implements ModelFolder {
  private static final String CONFIG = "config.json";
  private static final String PROCESSOR = "preprocessor_config.json";

  @Override public boolean holds(Path path) throws IOException {
    var file = path.resolve(CONFIG);
    return Files.isRegularFile(file)
        && List.of("siglip", "siglip2").contains(String.valueOf(Json.readObject(file).get("model_type")));
  }

  @Override public VisionText open(Path folder) throws IOException {
    var json = new ConfigReader(Json.readObject(folder.resolve(CONFIG)));
    try (var stored = ModelFiles.find(folder.toString()).open()) {
      var config = HfSiglip.config(json);
      StoredWeights.require(stored, config.parameters());
      var siglip = Siglip.of(config, Init.of(0));
      StoredWeights.load(HfSiglip.weights(siglip), stored);
      return new VisionText(siglip, processor(folder, config), SiglipTexts.open(folder, config.text(), json));
    } catch (IllegalArgumentException e) {
      throw new FormatException(folder, e.getMessage());
    }
  }

  private static Processor processor(Path folder, Siglip.Config config) throws IOException {
    var file = folder.resolve(PROCESSOR);
    var input = config.image().input();
    if (!config.naflex()) {
      var size = new Size(input.height(), input.width());
      return ClipInput.fitting(size, Files.exists(file) ? Preprocessing.read(file)
          : Preprocessing.processor("siglip", Map.of("size", List.of(size.height(), size.width())), Backend.PIL));
    }
    return Files.exists(file) ? Preprocessing.read(file)
        : Preprocessing.processor("siglip2", Map.of("patch_size", input.patch(),
            "max_num_patches", config.image().rows() * config.image().columns()), Backend.PIL);
  }

  /** The class of transformers that does what {@code processor} does: SigLIP's cuts nothing off. */
  private static String type(Siglip siglip, Processor processor) {
    if (siglip.config().naflex()) return "Siglip2ImageProcessor";
    return processor.crop() == null ? "SiglipImageProcessor" : "CLIPImageProcessor";
  }

  @Override public boolean fits(DualEncoder model) {
    return model instanceof Siglip;
  }

  @Override public WeightMap weights(DualEncoder model) {
    return HfSiglip.weights((Siglip) model);
  }

  @Override public void save(VisionText model, Path folder) throws IOException {
    var siglip = (Siglip) model.model();
    var input = model.input();
    Files.createDirectories(folder);
    if (!input.files().isEmpty()) input.files().write(folder);
    Json.write(folder.resolve(CONFIG), HfSiglip.json(siglip.config(), input.padding()));
    Json.write(folder.resolve(PROCESSOR), ProcessorJson.of(type(siglip, model.processor()), model.processor()));
    Safetensors.write(folder.resolve("model.safetensors"), HfSiglip.weights(siglip).tensors(), Map.of("format", "pt"));
  }
}
