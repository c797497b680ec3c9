package org.vitrail.vlm.vq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vlm.StoredWeights;

/**
 * A {@link Vq} in a folder: {@code config.json} and {@code model.safetensors}, as those of Hugging Face where they have
 * a place for it. The tokenizer inside a Chameleon or a Janus is read as well.
 */
public final class VqFolder {
  private static final String CONFIG = "config.json";
  private static final String INSIDE = "model.vqmodel.";

  private VqFolder() {}

  /** A model's settings, and the names of its parameters. */
  private record Layout(VqConfig config, boolean janus, String prefix) {
    WeightMap weights(Vq vq) {
      return janus ? HfVq.janusWeights(vq, prefix) : HfVq.weights(vq, prefix);
    }
  }

  /**
   * The model in a folder, a run, or an id in the cache.
   *
   * @throws FormatException in one sentence, if a file is damaged or of another kind of model
   * @throws IllegalArgumentException if there is no such model
   */
  public static Vq open(String model) throws IOException {
    var files = ModelFiles.find(model);
    var config = files.folder().resolve(CONFIG);
    if (!Files.isRegularFile(config)) throw new FormatException(files.folder(), "there is no config.json");
    try (var stored = files.open()) {
      var layout = layout(new ConfigReader(Json.readObject(config)));
      StoredWeights.require(stored, layout.config.weights());
      var vq = Vq.of(layout.config, Init.of(0));
      var weights = layout.weights(vq);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (var name : weights.names()) if (stored.names().contains(name)) tensors.put(name, stored.tensor(name));
      weights.load(tensors);
      return vq;
    } catch (IllegalArgumentException e) {
      throw new FormatException(files.folder(), e.getMessage());
    }
  }

  private static Layout layout(ConfigReader json) {
    return switch (json.text("model_type", "null")) {
      case HfVq.CHAMELEON -> new Layout(HfVq.chameleon(json), false, "");
      case HfVq.JANUS -> new Layout(HfVq.janus(json), true, "");
      case VqJson.TYPE -> new Layout(VqJson.config(json), false, "");
      case "chameleon" -> new Layout(HfVq.chameleon(json.object("vq_config")), false, INSIDE);
      case "janus" -> new Layout(HfVq.janus(json.object("vq_config")), true, INSIDE);
      case String other -> throw new IllegalArgumentException("config.json: model_type '" + other
          + "' is none of a VQ picture tokenizer");
    };
  }

  /** Writes a model, the weights last. */
  public static void save(Vq vq, Path folder) throws IOException {
    save(vq, weights(vq), folder);
  }

  /** Writes a model and {@code weights}, which are at least its own. */
  static void save(Vq vq, WeightMap weights, Path folder) throws IOException {
    Files.createDirectories(folder);
    Json.write(folder.resolve(CONFIG), json(vq.config()));
    Safetensors.write(folder.resolve("model.safetensors"), weights.tensors(), Map.of("format", "pt"));
  }

  private static Map<String, Object> json(VqConfig c) {
    return HfVq.fitsJanus(c) ? HfVq.janusJson(c) : HfVq.fitsChameleon(c) ? HfVq.chameleonJson(c) : VqJson.json(c);
  }

  /** The names of the parameters in the files that {@link #save} writes. */
  static WeightMap weights(Vq vq) {
    return HfVq.fitsJanus(vq.config()) ? HfVq.janusWeights(vq, "") : HfVq.weights(vq, "");
  }
}
