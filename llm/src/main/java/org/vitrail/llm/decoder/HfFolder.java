package org.vitrail.llm.decoder;

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

/** A decoder in a folder as Hugging Face's: {@code config.json} and {@code model.safetensors}, in one piece or parts. */
public final class HfFolder {
  private HfFolder() {}

  /**
   * The decoder of a folder, to be trained on.
   *
   * @throws FormatException in one sentence, if a file is damaged or describes what is not known here
   */
  public static Decoder open(Path folder) throws IOException {
    var file = folder.resolve("config.json");
    var json = new ConfigReader(Json.readObject(file));
    try (var stored = Safetensors.open(folder)) {
      var config = HfDecoder.config(json);
      requireSize(file, config, stored);
      var decoder = Decoder.of(config, Init.of(0)).withPadding(HfDecoder.padding(json));
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var name : stored.names()) tensors.put(name, stored.tensor(name));
      DecoderWeights.of(decoder, HfDecoder.names(json, stored.names())).load(tensors);
      return decoder;
    } catch (IllegalArgumentException e) {
      throw new FormatException(file, e.getMessage());
    }
  }

  /** Before memory is taken for a model, whether the file could fill it. */
  private static void requireSize(Path file, DecoderConfig config, Safetensors stored) {
    long held = stored.names().stream().mapToLong(name -> stored.shape(name).size()).sum();
    if (config.parameters() > held) {
      throw new FormatException(file, "the model has " + config.parameters() + " parameters, the file beside it only "
          + held + " elements; it belongs to another configuration");
    }
  }

  /** Writes a decoder into a folder. */
  public static void save(Decoder decoder, Path folder) throws IOException {
    Files.createDirectories(folder);
    Json.write(folder.resolve("config.json"), HfDecoderJson.of(decoder.config()));
    Safetensors.write(folder.resolve("model.safetensors"),
        DecoderWeights.of(decoder, HfDecoderJson.names(decoder.config())).tensors(), Map.of("format", "pt"));
  }
}
