package org.vitrail.llm.bert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/** A BERT in a folder as Hugging Face's: {@code config.json} and {@code model.safetensors}. */
public final class HfBertFolder {
  private HfBertFolder() {}

  /**
   * The model of a folder, with the heads that its file has.
   *
   * @throws FormatException in one sentence, if a file is damaged or describes what is not known here
   */
  public static Bert open(Path folder) throws IOException {
    var file = folder.resolve("config.json");
    var json = new ConfigReader(Json.readObject(file));
    try (var stored = Safetensors.open(folder)) {
      var config = HfBert.config(json, stored.names());
      long held = stored.names().stream().mapToLong(name -> stored.shape(name).size()).sum();
      if (config.parameters() > held) {
        throw new FormatException(file, "the model has " + config.parameters() + " parameters, the file beside it only "
            + held + " elements; it belongs to another configuration");
      }
      var bert = Bert.of(config, Init.of(0));
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var name : stored.names()) tensors.put(name, stored.tensor(name));
      HfBert.weights(bert, json, stored.names()).load(tensors);
      return bert;
    } catch (IllegalArgumentException e) {
      throw new FormatException(file, e.getMessage());
    }
  }

  /** Writes an encoder with a head for words into a folder. */
  public static void save(Bert bert, Path folder) throws IOException {
    Files.createDirectories(folder);
    Json.write(folder.resolve("config.json"), HfBert.json(bert.config()));
    Safetensors.write(folder.resolve("model.safetensors"), HfBert.weights(bert).tensors(), Map.of("format", "pt"));
  }
}
