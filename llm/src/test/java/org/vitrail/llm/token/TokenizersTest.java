package org.vitrail.llm.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.tensor.io.Json;

/** The same vocabulary in another form makes the same tokens; what stands beside it is heard. */
class TokenizersTest {
  @TempDir Path folder;

  private static List<String> texts() throws IOException {
    var cases = (List<?>) Json.readObject(Vocabularies.file("spm_bpe.cases.json")).get("cases");
    return cases.stream().map(row -> (String) ((Map<?, ?>) row).get("text")).toList();
  }

  private static void agree(Tokenizer expected, Tokenizer actual) throws IOException {
    for (var text : texts()) {
      assertArrayEquals(expected.encode(text), actual.encode(text), text);
      assertArrayEquals(expected.wrap(expected.encodeWithSpecials(text)), actual.wrap(actual.encodeWithSpecials(text)),
          text);
      assertEquals(expected.decode(expected.encode(text)), actual.decode(actual.encode(text)));
    }
    assertEquals(expected.size(), actual.size());
  }

  private static List<String> pieces(Tokenizer tokenizer) {
    return IntStream.range(0, tokenizer.size()).mapToObj(tokenizer::piece).toList();
  }

  /** Scores as the model of the golden cases has them: merges in the order of ids. */
  private static double[] scores(int size) {
    return IntStream.range(0, size).mapToDouble(id -> id < 259 ? 0 : 259 - id).toArray();
  }

  @Test void aGgufOfPieces() throws IOException {
    var model = Vocabularies.open("spm_bpe.model");
    var pieces = pieces(model);
    var types = IntStream.range(0, pieces.size())
        .map(id -> id == 0 ? 2 : id < 3 ? 3 : ByteTokens.value(pieces.get(id)) >= 0 ? 6 : 1).toArray();
    agree(model, Tokenizers.gguf(Path.of("x.gguf"),
        Map.of("tokenizer.ggml.model", "llama", "tokenizer.ggml.tokens", pieces,
        "tokenizer.ggml.scores", scores(pieces.size()), "tokenizer.ggml.token_type", types,
        "tokenizer.ggml.bos_token_id", 1L, "tokenizer.ggml.eos_token_id", 2L, "tokenizer.ggml.unknown_token_id", 0L)));
  }

  @Test void theTokensOfLlama2c() throws IOException {
    var model = Vocabularies.open("spm_bpe.model");
    var out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(64).array());
    for (int id = 0; id < model.size(); id++) {
      var bytes = model.piece(id).replace('▁', ' ').getBytes(StandardCharsets.UTF_8);
      out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
          .putFloat((float) scores(model.size())[id]).putInt(bytes.length).array());
      out.writeBytes(bytes);
    }
    agree(model, Tokenizers.open(Files.write(folder.resolve("tok620.bin"), out.toByteArray())));
  }

  @ParameterizedTest @ValueSource(strings = {"gpt2_bpe.json", "llama3_bpe.json"})
  void aGgufOfBytePairs(String name) throws IOException {
    var json = Vocabularies.open(name);
    var model = (Map<?, ?>) Json.readObject(Vocabularies.file(name)).get("model");
    var merges = ((List<?>) model.get("merges")).stream()
        .map(pair -> ((List<?>) pair).getFirst() + " " + ((List<?>) pair).getLast()).toArray(String[]::new);
    boolean llama = name.startsWith("llama");
    var types = IntStream.range(0, json.size()).map(id -> json.isSpecial(id) ? 3 : 1).boxed().toList();
    agree(json, Tokenizers.gguf(Path.of("x.gguf"), Map.of("tokenizer.ggml.model", "gpt2",
        "tokenizer.ggml.pre", llama ? "llama-bpe" : "gpt-2",
        "tokenizer.ggml.tokens", pieces(json).toArray(String[]::new), "tokenizer.ggml.merges", merges,
        "tokenizer.ggml.token_type", types, "tokenizer.ggml.bos_token_id", 0)));
  }

  @Test void aGgufOfWordPieces() throws IOException {
    var json = Vocabularies.open("wordpiece.json");
    var tokens = IntStream.range(0, json.size()).mapToObj(id -> json.isSpecial(id) ? json.piece(id)
        : json.piece(id).startsWith("##") ? json.piece(id).substring(2) : "▁" + json.piece(id)).toList();
    var types = IntStream.range(0, json.size()).map(id -> json.isSpecial(id) ? 3 : 1).toArray();
    agree(json, Tokenizers.gguf(Path.of("x.gguf"),
        Map.of("tokenizer.ggml.model", "bert", "tokenizer.ggml.tokens", tokens,
        "tokenizer.ggml.token_type", types)));
  }

  @Test void vocabularyAndMerges() throws IOException {
    var json = Vocabularies.open("gpt2_bpe.json");
    var model = (Map<?, ?>) Json.readObject(Vocabularies.file("gpt2_bpe.json")).get("model");
    Json.write(folder.resolve("encoder.json"), model.get("vocab"));
    var lines = new ArrayList<>(List.of("#version: 0.2"));
    ((List<?>) model.get("merges")).forEach(pair ->
        lines.add(((List<?>) pair).getFirst() + " " + ((List<?>) pair).getLast()));
    Files.write(folder.resolve("vocab.bpe"), lines);
    agree(json, Tokenizers.open(folder));
    agree(json, Tokenizers.open(folder.resolve("vocab.bpe")));
  }

  @Test void hearsWhatStandsBesideAVocabulary() throws IOException {
    Files.copy(Vocabularies.file("llama3_bpe.json"), folder.resolve("tokenizer.json"));
    var untold = Tokenizers.open(folder).specials();
    assertEquals(new SpecialTokens(0, List.of(1), -1, -1), untold);
    Files.writeString(folder.resolve("tokenizer_config.json"),
        "{\"bos_token\": {\"content\": \"<|begin_of_text|>\"}, \"eos_token\": \"<|eot_id|>\", \"pad_token\": \"!\"}");
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [1, 5]}");
    var told = Tokenizers.open(folder).specials();
    assertEquals(new SpecialTokens(0, List.of(1, 5), -1, 2), told);
    assertTrue(told.ends(5) && !told.ends(2));
  }

  @Test void hearsThatABertIsCased() throws IOException {
    Files.copy(Vocabularies.file("wordpiece_cased.vocab.txt"), folder.resolve("vocab.txt"));
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": false}");
    agree(Vocabularies.open("wordpiece_cased.json"), Tokenizers.open(folder));
  }

  @Test void hearsWhetherTextsBeginAndEnd() throws IOException {
    Files.copy(Vocabularies.file("spm_bpe.model"), folder.resolve("tokenizer.model"));
    assertArrayEquals(new int[] {1, 7}, Tokenizers.open(folder).wrap(new int[] {7}));
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"add_bos_token\": false, \"add_eos_token\": true}");
    assertArrayEquals(new int[] {7, 2}, Tokenizers.open(folder).wrap(new int[] {7}));
  }

  @Test void addedTokensTakeTheirSurroundings() throws IOException {
    var json = new HashMap<>(Json.readObject(Vocabularies.file("gpt2_bpe.json")));
    json.put("added_tokens", List.of(
        Map.of("id", 600, "content", "<mask>", "special", true, "lstrip", true, "rstrip", true),
        Map.of("id", 601, "content", "word", "special", false, "single_word", true),
        Map.of("id", 602, "content", "<mask><mask>", "special", true)));
    Json.write(folder.resolve("tokenizer.json"), json);
    var tokenizer = Tokenizers.open(folder);
    assertEquals(603, tokenizer.size());
    assertArrayEquals(new int[] {65, 600, 66}, tokenizer.encodeWithSpecials("a  <mask> \nb"));
    assertArrayEquals(new int[] {602}, tokenizer.encodeWithSpecials("<mask><mask>"));
    assertTrue(IntStream.of(tokenizer.encode("a <mask>")).noneMatch(id -> id >= 600));
    assertEquals(1, IntStream.of(tokenizer.encode("word sword words word!")).filter(id -> id == 601).count()
        - IntStream.of(tokenizer.encode("word")).filter(id -> id == 601).count());
    assertEquals("ab", tokenizer.decode(65, 600, 66));
    assertEquals("a<mask>b", tokenizer.decodeWithSpecials(65, 600, 66));
    assertEquals(-1, tokenizer.id("nothing of the kind"));
    assertNull(tokenizer.piece(603));
  }

  @Test void aContextKeepsItsEnd() throws IOException {
    var clip = Tokenizers.open(Vocabularies.file("bpe_simple_vocab_16e6.txt.gz"));
    var context = ClipTokenizer.context(clip, "a photo of a cat ".repeat(40), ClipTokenizer.CONTEXT);
    assertEquals(77, context.length);
    assertEquals(49406, context[0]);
    assertEquals(49407, context[76]);
    assertArrayEquals(new int[] {49406, 320, 22697, 49407, 0}, ClipTokenizer.context(clip, "a diagram", 5));
    assertArrayEquals(new int[] {49406, 320, 49407}, ClipTokenizer.context(clip, "a diagram", 3));
  }

  @Test void huggingFacesFilesMeanTheSame(@TempDir Path folder) throws IOException {
    var file = Vocabularies.file("bpe_simple_vocab_16e6.txt.gz");
    TokenizerFiles.of(file).forHuggingFace().write(folder);
    assertTrue(Files.exists(folder.resolve("merges.txt")));
    var expected = Tokenizers.open(file);
    var clip = Tokenizers.open(folder);
    assertEquals(49_408, clip.size());
    for (var text : List.of("a photo of a cat", "It's 2023; don't worry -- naïve café!", "<|endoftext|> x", "日本 🙂")) {
      assertArrayEquals(expected.wrap(expected.encode(text)), clip.wrap(clip.encode(text)), text);
    }
  }
}
