package org.vitrail.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.vitrail.llm.checkpoint.Llama2C;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.GgufDecoder;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.llm.generate.Recomputed;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.TensorFile;

/** Opens language models with their tokenizers. */
final class LanguageModels {
  private LanguageModels() {}

  /** What {@link ModelFiles#find} finds. */
  static OpenModel open(String name) throws IOException {
    var files = ModelFiles.find(name);
    try (var tensors = files.open()) {
      var decoder = decoder(files, tensors);
      var tokenizer = tensors instanceof Gguf gguf ? Tokenizers.gguf(files.weights(), gguf.metadata())
          : Tokenizers.open(files.folder());
      return open(decoder, tokenizer);
    }
  }

  private static Decoder decoder(ModelFiles files, TensorFile tensors) throws IOException {
    DecoderConfig config;
    TensorNames names;
    switch (tensors) {
      case Gguf gguf -> {
        var shapes = new LinkedHashMap<String, int[]>();
        for (var tensor : gguf.names()) shapes.put(tensor, gguf.shape(tensor).sizes());
        config = GgufDecoder.config(gguf.metadata(), shapes, null);
        names = TensorNames.GGUF;
      }
      case Llama2C llama -> {
        config = llama.config();
        names = TensorNames.LLAMA;
      }
      default -> {
        Path file = files.beside("config.json").orElseThrow(() ->
            new UserError(files.folder() + ": there is no config.json beside the weights"));
        var json = new ConfigReader(Json.readObject(file));
        config = HfDecoder.config(json);
        names = HfDecoder.names(json, tensors.names());
      }
    }
    var decoder = Decoder.of(config, Init.of(0));
    DecoderWeights.of(decoder, names).load(tensors.tensors());
    return decoder;
  }

  private static OpenModel open(Decoder decoder, Tokenizer tokenizer) {
    var specials = tokenizer.specials();
    var begin = specials.bos() < 0 ? new int[0] : new int[] {specials.bos()};
    var ends = specials.eos().stream().mapToInt(i -> i).toArray();
    return new OpenModel(new Recomputed(decoder), tokenizer, begin, ends, null, () -> { });
  }
}
