package org.vitrail.llm.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vitrail.llm.generate.Sequence;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Safetensors;

/**
 * What a model has read of a prompt, kept for another day: a safetensors file with {@code tokens} (n), and of each
 * layer i {@code keys.i} and {@code values.i} (kvHeads, n, headDim). Its notes name the model by a fingerprint, so that
 * no other takes them for its own.
 */
public record PromptFile(Engine engine, Path file) {
  private static final String FORMAT = "vitrail prompt 1";

  /**
   * A sequence that has read the tokens in the file; empty if there is no file.
   *
   * @throws FormatException in one sentence, if the file is damaged, something else, or belongs to another model
   */
  public Optional<Sequence> read() throws IOException {
    if (Files.notExists(file)) return Optional.empty();
    if (Files.isDirectory(file)) throw new FormatException(file, "is a folder, where a prompt's file should be");
    try (var stored = Safetensors.open(file)) {
      if (!FORMAT.equals(stored.metadata().get("format"))) {
        throw new FormatException(file, "is no file of a prompt that was read; name another one, or none yet");
      }
      if (!Fingerprint.of(engine.decoder()).equals(stored.metadata().get("model"))) {
        throw new FormatException(file, "keeps what another model has read; name another file, or delete it");
      }
      return Optional.of(read(stored));
    }
  }

  private Sequence read(Safetensors stored) {
    if (!stored.contains("tokens") || !stored.storedAs("tokens").equals("I32") || stored.shape("tokens").rank() != 1) {
      throw damaged("tokens is no list of integers");
    }
    int n = stored.shape("tokens").size();
    if (n == 0 || n > engine.context()) throw damaged("it has " + n + " tokens, the context " + engine.context());
    var tokens = stored.tensor("tokens").toInts();
    for (int token : tokens) {
      if (token < 0 || token >= engine.config().vocabulary()) throw damaged("there is no token " + token);
    }
    var cache = engine.emptyCache();
    cache.reach(n, 0, engine.context());
    int sum = Arrays.hashCode(tokens);
    for (int i = 0; i < engine.config().depth(); i++) {
      var keys = values(stored, "keys." + i, n);
      var values = values(stored, "values." + i, n);
      cache.put(i, keys, values, n);
      sum = sum(sum, keys, values);
    }
    if (!checksum(sum).equals(stored.metadata().get("checksum"))) throw damaged("its checksum is another");
    return new EngineSequence(engine, cache, tokens, n);
  }

  private float[] values(Safetensors stored, String name, int n) {
    var heads = engine.config().heads();
    var expected = Shape.of(heads.keyValues(), n, heads.dim());
    if (stored.contains(name) && stored.storedAs(name).equals("F32") && stored.shape(name).equals(expected)) {
      return stored.tensor(name).toFloats();
    }
    throw damaged(name + " is not of shape " + expected);
  }

  private FormatException damaged(String problem) {
    return new FormatException(file, "is damaged, " + problem + "; delete it, it will be made anew");
  }

  /**
   * Replaces the file by one with the first {@code length} tokens of {@code sequence}.
   *
   * @throws IOException if it cannot be written; it is as before then
   */
  public void write(Sequence sequence, int length) throws IOException {
    var cache = engine.own(sequence).cache();
    var heads = engine.config().heads();
    var tokens = new int[length];
    for (int i = 0; i < length; i++) tokens[i] = sequence.token(i);
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("tokens", Tensor.of(tokens, length));
    int sum = Arrays.hashCode(tokens);
    for (int i = 0; i < engine.config().depth(); i++) {
      var keys = cache.first(cache.keys(i), length);
      var values = cache.first(cache.values(i), length);
      tensors.put("keys." + i, Tensor.of(keys, heads.keyValues(), length, heads.dim()));
      tensors.put("values." + i, Tensor.of(values, heads.keyValues(), length, heads.dim()));
      sum = sum(sum, keys, values);
    }
    Safetensors.write(file, tensors, Map.of("format", FORMAT, "model", Fingerprint.of(engine.decoder()), "checksum",
        checksum(sum)));
  }

  private static int sum(int sum, float[] keys, float[] values) {
    return 31 * (31 * sum + Arrays.hashCode(keys)) + Arrays.hashCode(values);
  }

  private static String checksum(int sum) {
    return Integer.toHexString(sum);
  }
}
