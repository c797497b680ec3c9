package org.vitrail.llm.decoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.llm.token.SpecialTokens;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/** A decoder in a folder as Hugging Face's: {@code config.json}, and {@code model.safetensors} whole or in parts. */
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
      throw new FormatException(folder, e.getMessage());
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

  /**
   * Writes a decoder into a folder.
   *
   * @param special tokens of its vocabulary, which {@code config.json} names
   */
  public static void save(Decoder decoder, SpecialTokens special, Path folder) throws IOException {
    Files.createDirectories(folder);
    Json.write(folder.resolve("config.json"), HfDecoderJson.of(decoder.config(), special));
    Safetensors.write(folder.resolve("model.safetensors"), tensors(decoder), Map.of("format", "pt"));
  }

  private static SequencedMap<String, Tensor> tensors(Decoder decoder) {
    var names = HfDecoderJson.names(decoder.config());
    var tensors = DecoderWeights.of(decoder, names).tensors();
    for (int i = 0; i < decoder.config().depth(); i++) {
      var rope = decoder.config().layers().get(i).rope();
      if (rope == null || !rope.interleaved()) continue;
      int dim = decoder.config().heads().dim();
      for (var name : List.of(names.query(), names.key(), names.queryNorm(), names.keyNorm())) {
        for (var part : List.of(".weight", ".bias")) {
          tensors.computeIfPresent(names.inLayer(i, name) + part, (_, tensor) -> halves(tensor, dim));
        }
      }
    }
    return tensors;
  }

  /** Elements 2i and 2i + 1 of each head, which turn together, become i and i + dim/2, as the file has them. */
  private static Tensor halves(Tensor rows, int dim) {
    return rows.unflatten(0, -1, dim / 2, 2).transpose(1, 2).flatten(0, 2).contiguous();
  }
}
