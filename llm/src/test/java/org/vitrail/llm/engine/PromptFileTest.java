package org.vitrail.llm.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.generate.Sequence;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Safetensors;

class PromptFileTest {
  private static final int VOCABULARY = 29;

  @TempDir private Path folder;

  private static Engine engine(DecoderConfig config, long seed) {
    return Engine.of(Decoder.of(config, Init.of(seed).withStd(0.3)));
  }

  private static Engine llama(int context, long seed) {
    return engine(DecoderConfig.llama(VOCABULARY, context, 24, 2, 4, 2, 40), seed);
  }

  private static int[] tokens(int n) {
    return new SplittableRandom(n).ints(n, 0, VOCABULARY).toArray();
  }

  private static Sequence read(Engine engine, int n) {
    var sequence = engine.begin();
    sequence.read(tokens(n));
    return sequence;
  }

  @ParameterizedTest
  @CsvSource({"llama, 1", "llama, 7", "llama, 300", "gpt2, 40"})
  void goesOnWithTheBitsItWouldHaveHad(String style, int n) throws IOException {
    try (var engine = style.equals("llama") ? llama(400, 1)
        : engine(DecoderConfig.gpt2(VOCABULARY, 64, 24, 3, 4, 40), 1)) {
      var sequence = read(engine, n + 2);
      var file = new PromptFile(engine, folder.resolve("prompt"));
      file.write(sequence, n);
      sequence.truncate(n);
      var again = file.read().orElseThrow();
      assertEquals(n, again.length());
      for (int i = 0; i < n; i++) assertEquals(sequence.token(i), again.token(i));
      for (int token : new int[] {3, 5, 2}) {
        assertArrayEquals(sequence.read(token).clone(), again.read(token).clone());
      }
    }
  }

  @Test void whereThereIsNoFileThereIsNoPrompt() throws IOException {
    try (var engine = llama(20, 1)) {
      assertEquals(Optional.empty(), new PromptFile(engine, folder.resolve("none")).read());
    }
  }

  private static void refused(String sentence, PromptFile file) {
    var e = assertThrows(FormatException.class, file::read);
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test void anotherModelIsRefused() throws IOException {
    var path = folder.resolve("prompt");
    try (var engine = llama(20, 1); var other = llama(20, 2); var longer = llama(21, 1); var same = llama(20, 1)) {
      new PromptFile(engine, path).write(read(engine, 5), 5);
      refused("prompt: keeps what another model has read", new PromptFile(other, path));
      refused("keeps what another model has read", new PromptFile(longer, path));
      assertEquals(5, new PromptFile(same, path).read().orElseThrow().length());
    }
  }

  @Test void anotherFileIsRefused() throws IOException {
    try (var engine = llama(20, 1)) {
      var other = folder.resolve("model.safetensors");
      Safetensors.write(other, Map.of("tokens", Tensor.of(new int[] {1}, 1)), Map.of());
      refused("is no file of a prompt that was read", new PromptFile(engine, other));
      refused("is a folder", new PromptFile(engine, folder));
      refused("expected 8 bytes", new PromptFile(engine, Files.writeString(folder.resolve("empty"), "")));
    }
  }

  /** What a file claims is checked with its notes as they were, so that nothing but the tensors can give it away. */
  @ParameterizedTest
  @ValueSource(strings = {"tokens", "keys.1", "values.0"})
  void tensorsOfAnotherShapeOrContentAreRefused(String name) throws IOException {
    var path = folder.resolve("prompt");
    try (var engine = llama(20, 1)) {
      var file = new PromptFile(engine, path);
      file.write(read(engine, 5), 5);
      Map<String, Tensor> whole;
      Map<String, String> notes;
      try (var stored = Safetensors.open(path)) {
        whole = new LinkedHashMap<>(stored.tensors());
        notes = Map.copyOf(stored.metadata());
      }
      boolean isTokens = name.equals("tokens");
      for (var wrong : new Tensor[] {null, Tensor.of(new float[5], 5), Tensor.of(new int[] {1, 2, 3, 4, 29}, 5),
          Tensor.of(new int[] {1, -1, 3, 4, 5}, 5), Tensor.of(tokens(21), 21), Tensor.of(new int[0], 0),
          isTokens ? Tensor.of(new int[] {1, 2, 3, 4, 5}, 5) : whole.get(name).add(1)}) {
        var tensors = new LinkedHashMap<>(whole);
        if (wrong == null) tensors.remove(name);
        else tensors.put(name, wrong);
        Safetensors.write(path, tensors, notes);
        refused("is damaged", file);
      }
    }
  }

  @Test void everyDamageIsFoundOrDoesNotMatter() throws IOException {
    var path = folder.resolve("prompt");
    try (var engine = llama(20, 1)) {
      var file = new PromptFile(engine, path);
      file.write(read(engine, 3), 3);
      var whole = Files.readAllBytes(path);
      var random = new SplittableRandom(1);
      for (int i = 0; i < 600; i++) {
        var bytes = whole.clone();
        if (i % 3 == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        else bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(path, bytes);
        try {
          var sequence = file.read().orElseThrow();
          file.write(sequence, 3);
          assertArrayEquals(whole, Files.readAllBytes(path));
        } catch (FormatException e) {
          assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        }
      }
    }
  }
}
