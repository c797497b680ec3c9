package org.vitrail.llm.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vitrail.llm.chat.ChatTemplate;
import org.vitrail.llm.chat.ChatTemplates;
import org.vitrail.llm.chat.Message;
import org.vitrail.llm.checkpoint.Llama2C;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.GgufDecoder;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.TensorFile;

/**
 * A language model that is ready to write: its weights, its tokenizer and, if it was taught to chat, how.
 *
 * <pre>{@code
 * try (var model = LoadedModel.open("model.gguf")) {
 *   System.out.println(model.generation().maxTokens(64).temperature(0.8).generate("Once upon a time").text());
 * }
 * }</pre>
 */
public record LoadedModel(Engine engine, Tokenizer tokenizer, Optional<ChatTemplate> template)
    implements AutoCloseable {

  /**
   * Opens a folder in the layout of Hugging Face, a GGUF or llama2.c file, or an id in the cache of Hugging Face.
   *
   * @throws IllegalArgumentException in one sentence, if there is no such model or it is none that generates
   * @throws FormatException if a file is damaged
   */
  public static LoadedModel open(String model) throws IOException {
    return open(ModelFiles.find(model));
  }

  /** Opens the model in {@code files}. */
  public static LoadedModel open(ModelFiles files) throws IOException {
    var tensors = files.open();
    var engine = engine(files, tensors); // first, for its kernels are compiled in the background
    try {
      return new LoadedModel(engine, tokenizer(files, tensors),
          ChatTemplates.open(tensors instanceof Gguf ? files.weights() : files.folder()));
    } catch (IOException | RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private static Tokenizer tokenizer(ModelFiles files, TensorFile tensors) throws IOException {
    if (!(tensors instanceof Gguf gguf)) return Tokenizers.open(files.folder());
    if (gguf.metadata().containsKey("tokenizer.ggml.model")) return Tokenizers.gguf(files.weights(), gguf.metadata());
    return Tokenizers.open(Tokenizers.find(files.folder()).filter(file -> !file.toString().endsWith(".gguf"))
        .orElseThrow(() -> new FormatException(files.weights(), "the file has no vocabulary; put the tokenizer.json or "
            + "tokenizer.model of its model beside it")));
  }

  /** The engine alone, without a tokenizer. It closes {@code tensors}, at once where there can be no engine. */
  public static Engine engine(ModelFiles files, TensorFile tensors) throws IOException {
    try {
      return engineOf(files, tensors);
    } catch (IOException | RuntimeException | Error e) {
      tensors.close();
      throw e;
    }
  }

  private static Engine engineOf(ModelFiles files, TensorFile tensors) throws IOException {
    return switch (tensors) {
      case Gguf gguf ->
          Engine.of(GgufDecoder.config(gguf.metadata(), shapes(gguf), divisors(gguf)), TensorNames.GGUF, gguf);
      case Llama2C llama -> Engine.of(llama.config(), TensorNames.LLAMA, llama);
      default -> {
        var file = files.beside("config.json").orElseThrow(() -> new FormatException(files.weights(),
            "there is no config.json beside it, which would say what model the weights are"));
        var json = new ConfigReader(Json.readObject(file));
        yield Engine.of(config(json, files), HfDecoder.names(json, tensors.names()), tensors);
      }
    };
  }

  private static DecoderConfig config(ConfigReader json, ModelFiles files) {
    try {
      return HfDecoder.config(json);
    } catch (IllegalArgumentException e) {
      throw new FormatException(files.folder(), e.getMessage());
    }
  }

  private static LinkedHashMap<String, int[]> shapes(Gguf gguf) {
    var shapes = new LinkedHashMap<String, int[]>();
    for (var name : gguf.names()) shapes.put(name, gguf.shape(name).sizes());
    return shapes;
  }

  private static List<Float> divisors(Gguf gguf) {
    if (!gguf.contains("rope_freqs.weight")) return null;
    var values = gguf.tensor("rope_freqs.weight").toFloats();
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  /** The tokens that the model expects before a text. */
  public int[] begin() {
    if (tokenizer.size() == 0) return new int[0];
    var wrapped = tokenizer.wrap(new int[] {-1});
    int before = 0;
    while (wrapped[before] != -1) before++;
    return Arrays.copyOf(wrapped, before);
  }

  /** The tokens with which the model ends a text. */
  public int[] ends() {
    return tokenizer.specials().eos().stream().mapToInt(i -> i).toArray();
  }

  /** Texts of this model. */
  public Generation generation() {
    return Generation.with(engine, tokenizer).begin(begin()).end(ends());
  }

  /**
   * The tokens of a chat, up to where the model's answer begins.
   *
   * @throws IllegalStateException if the model has no template
   */
  public int[] tokens(List<Message> chat) {
    var how = template.orElseThrow(() -> new IllegalStateException("the model has no chat template"));
    return tokenizer.encodeWithSpecials(how.render(chat, ChatTemplates.variables(tokenizer), true));
  }

  @Override public void close() throws IOException {
    engine.close();
  }
}
