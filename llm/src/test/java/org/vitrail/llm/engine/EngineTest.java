package org.vitrail.llm.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.kernels.Workers;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/** The engine beside the {@link Decoder} with the same weights, which has no cache. */
class EngineTest {
  private static final Path CASES = Path.of("src/test/resources/parity");
  private static final float CLOSE = 2e-5f;
  private static final Map<String, DecoderConfig> MADE = Map.of(
      "chameleon", DecoderConfig.chameleon(50, 48, 24, 2, 4, 2, 40, Placement.BEFORE),
      "chameleon, norms after", DecoderConfig.chameleon(50, 48, 24, 2, 4, 2, 40, Placement.AFTER),
      "cm3leon", DecoderConfig.cm3leon(50, 48, 24, 2, 4, 40));

  /** Decoders of parity cases, and some without. */
  static Stream<String> decoders() {
    return Stream.concat(MADE.keySet().stream(), Stream.of("gpt2", "gpt2_scaled_by_layer", "imagegpt", "llama",
        "llama_rope_linear", "llama_rope_llama3", "llama_rope_yarn", "mistral", "qwen2", "qwen3", "gemma", "gemma3"));
  }

  /** A decoder of a parity case, and an engine on its file. */
  private record Pair(Decoder decoder, Engine engine) implements AutoCloseable {
    static Pair open(String name) throws IOException {
      if (MADE.containsKey(name)) {
        var decoder = Decoder.of(MADE.get(name), Init.of(0));
        var random = RandomStream.of(1).at(name);
        decoder.parameters().values().forEach(p -> p.assign(random.normal(p.shape(), 0.2, 0.5)));
        return new Pair(decoder, Engine.of(decoder));
      }
      var json = new ConfigReader(Json.readObject(CASES.resolve(name).resolve("config.json")));
      var config = HfDecoder.config(json);
      var decoder = Decoder.of(config, Init.of(0));
      var file = Safetensors.open(CASES.resolve(name).resolve("model.safetensors"));
      DecoderWeights.of(decoder, HfDecoder.names(json)).load(file.tensors());
      return new Pair(decoder, Engine.of(config, HfDecoder.names(json), file));
    }

    int[] tokens(int n, long seed) {
      return new SplittableRandom(seed).ints(n, 0, decoder.config().vocabulary()).toArray();
    }

    /** What the decoder scores after each of {@code tokens}. */
    float[][] expected(int[] tokens) {
      var scores = decoder.forward(Tensor.of(tokens, 1, tokens.length)).toFloats();
      int outputs = decoder.config().outputs();
      return IntStream.range(0, tokens.length)
          .mapToObj(i -> Arrays.copyOfRange(scores, i * outputs, (i + 1) * outputs)).toArray(float[][]::new);
    }

    @Override public void close() throws IOException {
      engine.close();
    }
  }

  private static void assertClose(float[] expected, float[] actual, String what) {
    float largest = 1;
    for (float x : expected) largest = Math.max(largest, Math.abs(x));
    assertArrayEquals(expected, actual, CLOSE * largest, what);
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void aTokenAtATimeScoresAsAllAtOnce(String name) throws IOException {
    try (var pair = Pair.open(name)) {
      var tokens = pair.tokens(Math.min(16, pair.engine.context()), 1);
      var expected = pair.expected(tokens);
      var sequence = pair.engine.begin();
      for (int i = 0; i < tokens.length; i++) assertClose(expected[i], sequence.read(tokens[i]), "token " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void aPromptScoresAsItsTokens(String name) throws IOException {
    try (var pair = Pair.open(name)) {
      int most = Math.min(40, pair.engine.context());
      var tokens = pair.tokens(most, 2);
      var expected = pair.expected(tokens);
      for (int[] cuts : new int[][] {{most}, {1, most}, {5, 7, most}, {most - 3, most}, {most / 2, most}}) {
        var sequence = pair.engine.begin();
        for (int i = 0; i < cuts.length; i++) {
          int first = i == 0 ? 0 : cuts[i - 1];
          var scores = sequence.readAll(Arrays.copyOfRange(tokens, first, cuts[i]));
          for (int t = first; t < cuts[i]; t++) {
            assertClose(expected[t], scores[t - first], "token " + t + " of cuts " + Arrays.toString(cuts));
          }
        }
        assertEquals(most, sequence.length());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void sequencesReadTogetherAsAlone(String name) throws IOException {
    try (var pair = Pair.open(name)) {
      for (int[] lengths : new int[][] {{1, 2, 3}, {5, 9, 2}, {11, 1, 12}}) {
        var texts = Arrays.stream(lengths).mapToObj(n -> pair.tokens(n, n)).toArray(int[][]::new);
        var sequences = Stream.generate(pair.engine::begin).limit(texts.length).toList();
        var scores = pair.engine.read(sequences, texts);
        for (int i = 0; i < texts.length; i++) {
          assertClose(pair.expected(texts[i])[lengths[i] - 1], scores[i], "text " + i);
        }
        var next = pair.tokens(texts.length, 5);
        scores = pair.engine.read(sequences, Arrays.stream(next).mapToObj(t -> new int[] {t}).toArray(int[][]::new));
        for (int i = 0; i < texts.length; i++) {
          var longer = Arrays.copyOf(texts[i], lengths[i] + 1);
          longer[lengths[i]] = next[i];
          assertClose(pair.expected(longer)[lengths[i]], scores[i], "text " + i + ", one token later");
        }
      }
    }
  }

  @Test void whatIsCutOffIsForgottenAndAForkGoesOnByItself() throws IOException {
    try (var pair = Pair.open("llama")) {
      var tokens = pair.tokens(12, 3);
      var sequence = pair.engine.begin();
      sequence.read(tokens);
      var fork = sequence.fork();
      sequence.truncate(4);
      var other = new int[] {tokens[0], tokens[1], tokens[2], tokens[3], 7, 8};
      assertClose(pair.expected(other)[5], sequence.read(7, 8), "after the cut");
      assertEquals(7, sequence.token(4));
      var longer = Arrays.copyOf(tokens, 13);
      longer[12] = 9;
      assertClose(pair.expected(longer)[12], fork.read(9), "the fork");
    }
  }

  @Test void aDecoderInMemoryIsRead() throws IOException {
    try (var pair = Pair.open("qwen3"); var engine = Engine.of(pair.decoder)) {
      var tokens = pair.tokens(10, 4);
      assertClose(pair.expected(tokens)[9], engine.begin().read(tokens), "the last");
    }
  }

  @Test void bitsDoNotDependOnTheThreads() throws IOException {
    int before = Workers.threads();
    try (var pair = Pair.open("gemma3")) {
      var tokens = pair.tokens(20, 6);
      var rows = new float[3][];
      for (int threads = 1; threads <= 3; threads++) {
        Workers.resize(threads);
        var sequence = pair.engine.begin();
        sequence.read(tokens);
        rows[threads - 1] = sequence.read(1, 2, 3).clone();
      }
      assertArrayEquals(rows[0], rows[1]);
      assertArrayEquals(rows[0], rows[2]);
    } finally {
      Workers.resize(before);
    }
  }

  @Test void whatCannotBeReadIsSaidInASentence() throws IOException {
    try (var pair = Pair.open("llama"); var other = Pair.open("llama")) {
      var sequence = pair.engine.begin();
      assertRefused("there is no token to read", sequence::read);
      assertRefused("there is no token 120, the vocabulary has 120", () -> sequence.read(120));
      assertRefused("there is no token -1, the vocabulary has 120", () -> sequence.read(-1));
      assertRefused("the model's context of 64 tokens has no room for 65 more after 0",
          () -> sequence.read(new int[65]));
      assertRefused("the sequence belongs to another model",
          () -> pair.engine.read(List.of(other.engine.begin()), new int[][] {{1}}));
      assertRefused("a sequence cannot read twice at a time",
          () -> pair.engine.read(List.of(sequence, sequence), new int[][] {{1}, {2}}));
      assertRefused("a sequence of 0 tokens cannot be cut to 1", () -> sequence.truncate(1));
      assertEquals(0, sequence.length());
    }
  }

  private static void assertRefused(String sentence, Executable read) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, read).getMessage());
  }
}
