package org.vitrail.llm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.kernels.weights.Format;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.GgufDecoder;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.GgufArray;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

class QuantisationTest {
  private static final Tensor IDS = Tensor.of(new int[] {3, 1, 4, 1, 5, 9, 2, 6}, 2, 4);

  @TempDir Path folder;

  private static Path model(String name) {
    try {
      return Path.of(QuantisationTest.class.getResource("/parity/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Path write(Path model, Format format, List<String> notes) throws IOException {
    var file = folder.resolve(format + ".gguf");
    var files = ModelFiles.find(model.toString());
    try (var source = files.open()) {
      var quantisation = Quantisation.of(files, source, format);
      notes.addAll(quantisation.notes());
      quantisation.writer().write(file, step -> {});
    }
    return file;
  }

  private static Tensor logits(Gguf file) {
    var shapes = new LinkedHashMap<String, int[]>();
    for (var name : file.names()) shapes.put(name, file.shape(name).sizes());
    List<Float> divisors = null;
    if (file.contains("rope_freqs.weight")) {
      divisors = new ArrayList<>();
      for (float divisor : file.tensor("rope_freqs.weight").toFloats()) divisors.add(divisor);
    }
    var decoder = Decoder.of(GgufDecoder.config(file.metadata(), shapes, divisors), Init.of(0));
    DecoderWeights.of(decoder, TensorNames.GGUF).load(file.tensors());
    return decoder.forward(IDS);
  }

  private static Tensor logits(Path model) throws IOException {
    var json = new ConfigReader(Json.readObject(model.resolve("config.json")));
    try (var file = Safetensors.open(model)) {
      var decoder = Decoder.of(HfDecoder.config(json), Init.of(0));
      DecoderWeights.of(decoder, HfDecoder.names(json, file.names())).load(file.tensors());
      return decoder.forward(IDS);
    }
  }

  /** Both ways to the scores agree: that of the folder, and that of the GGUF written from it. */
  @ParameterizedTest @ValueSource(strings = {"llama", "llama_rope_linear", "llama_rope_llama3", "llama_rope_yarn",
      "qwen2", "qwen3", "gpt2", "gemma"})
  void keepsEveryFamilysScores(String name) throws IOException {
    try (var file = Gguf.open(write(model(name), Format.F32, new ArrayList<>()))) {
      assertArrayEquals(logits(model(name)).toFloats(), logits(file).toFloats(), 2e-5f);
    }
  }

  /** This Gemma 3 scales scores otherwise than its family, for which GGUF has no words. */
  @Test void saysWhatGgufCannotSay() throws IOException {
    var model = Files.createDirectory(folder.resolve("gemma3"));
    Files.copy(model("gemma3/model.safetensors"), model.resolve("model.safetensors"));
    var config = Files.readString(model("gemma3/config.json"));
    Files.writeString(model.resolve("config.json"), config);
    var notes = new ArrayList<String>();
    write(model, Format.F32, notes);
    assertTrue(notes.stream().anyMatch(note -> note.startsWith("GGUF has no words for the windows")), notes.toString());
    Files.writeString(model.resolve("config.json"), config
        .replace("\"query_pre_attn_scalar\": 16", "\"query_pre_attn_scalar\": 8")
        .replace("\"full_attention\"\n", "\"sliding_attention\"\n"));
    notes.clear();
    try (var file = Gguf.open(write(model, Format.F32, notes))) {
      assertArrayEquals(logits(model).toFloats(), logits(file).toFloats(), 2e-5f);
    }
    assertEquals(1, notes.size(), notes.toString());
  }

  @ParameterizedTest @EnumSource(names = {"F16", "BF16", "Q8_0", "Q5_0", "Q5_1", "Q4_0", "Q4_1"})
  void losesLittleInEveryFormat(Format format) throws IOException {
    var notes = new ArrayList<String>();
    try (var file = Gguf.open(write(model("gguf_llama/llama-f32.gguf"), format, notes))) {
      assertEquals(format.name(), file.storedAs("blk.0.ffn_down.weight"));
      assertEquals("F32", file.storedAs("blk.0.attn_norm.weight"));
      assertEquals(GgufMetadata.fileType(format), ((Long) file.metadata().get("general.file_type")).intValue());
      try (var reference = Gguf.open(model("gguf_llama/llama-" + format.name().toLowerCase() + ".gguf"))) {
        for (var name : reference.names()) {
          assertArrayEquals(reference.tensor(name).toFloats(), file.tensor(name).toFloats(), name);
        }
      }
    }
    assertEquals(List.of(), notes);
  }

  @Test void keepsOddRowsInF16AndSaysSo() throws IOException {
    var notes = new ArrayList<String>();
    write(model("qwen2"), Format.Q8_0, notes);
    assertTrue(notes.getLast().contains(", are stored as F16: rows are no whole blocks of 32"), notes.toString());
    assertEquals("without a tokenizer.json or tokenizer.model the file has no vocabulary", notes.getFirst());
  }

  @Test void refusesWhatHasNoGguf() {
    var message = assertThrows(IllegalArgumentException.class,
        () -> write(model("bert_mlm"), Format.F16, new ArrayList<>())).getMessage();
    assertTrue(message.startsWith("models of type bert cannot be written as GGUF, only llama, mistral"), message);
  }

  /** A vocabulary written as GGUF makes the same tokens of every text as the tokenizer it came from. */
  @ParameterizedTest @CsvSource({"gpt2_bpe.json, gpt2", "llama3_bpe.json, llama", "llama2_bpe.json, llama",
      "spm_bpe.model, llama", "spm_unigram.model, llama", "spm_unigram_bytes.model, llama"})
  void keepsTheTokensOfEveryText(String name, String architecture) throws IOException {
    var file = model("tokenizers/" + name);
    Files.copy(file, folder.resolve(name.endsWith(".model") ? "tokenizer.model" : "tokenizer.json"));
    var own = Tokenizers.open(file);
    var notes = new ArrayList<String>();
    var plain = new LinkedHashMap<String, Object>();
    GgufVocabulary.of(folder, own.size() + 3, architecture, notes::add)
        .forEach((key, value) -> plain.put(key, value.plain()));
    var read = Tokenizers.gguf(folder.resolve("x.gguf"), plain);
    assertEquals(List.of(), notes);
    for (var text : List.of("Once upon a time", " two  spaces\n\nand lines", "naïve café 한글 🙂 'll 12345", "x=1;\t//")) {
      assertArrayEquals(own.encode(text), read.encode(text), name + ": " + text);
      assertEquals(own.decode(own.encode(text)), read.decode(read.encode(text)));
    }
  }

  @Test void keepsTheTokensOfCharactersAndOfLlama2C() throws IOException {
    Symbols.characters("To be, or\nnot to be").save(folder);
    assertSameTokens("not or\nTo be", "gpt2");
    Files.delete(folder.resolve("tokenizer.json"));
    Llama2CFiles.tokenizer(folder.resolve("tok.bin"), "▁to", "▁be", "b", "e", "▁", "t", "o");
    assertSameTokens("to be to-e", "llama");
  }

  private void assertSameTokens(String text, String kind) throws IOException {
    var own = Tokenizers.open(folder);
    var plain = new LinkedHashMap<String, Object>();
    GgufVocabulary.of(folder, own.size(), "llama", notes -> {}).forEach((key, value) -> plain.put(key, value.plain()));
    assertEquals(kind, plain.get("tokenizer.ggml.model"));
    var read = Tokenizers.gguf(folder.resolve("x.gguf"), plain);
    assertArrayEquals(own.wrap(own.encode(text)), read.wrap(read.encode(text)));
    assertEquals(text, read.decode(read.encode(text)));
  }

  @ParameterizedTest @ValueSource(booleans = {true, false})
  void keepsTheWeightsOfLlama2C(boolean tied) throws IOException {
    var model = Llama2CFiles.model(folder.resolve("small.bin"), !tied, tied, i -> Math.sin(i));
    var notes = new ArrayList<String>();
    try (var file = Gguf.open(write(model, Format.F32, notes)); var source = Llama2C.open(model)) {
      assertEquals("small", file.metadata().get("general.name"));
      Map.of("attn_q", "self_attn.q_proj", "ffn_down", "mlp.down_proj", "attn_norm", "input_layernorm").forEach(
          (gguf, own) -> assertArrayEquals(source.tensor("model.layers.1." + own + ".weight").toFloats(),
              file.tensor("blk.1." + gguf + ".weight").toFloats()));
      assertEquals(!tied, file.contains("output.weight"));
      var shapes = new LinkedHashMap<String, int[]>();
      for (var name : file.names()) shapes.put(name, file.shape(name).sizes());
      var read = GgufDecoder.config(file.metadata(), shapes, null);
      assertEquals(source.config().layers(), read.layers());
      assertEquals(source.config().heads(), read.heads());
      assertEquals(tied, read.tied());
    }
    assertEquals(List.of("without a tokenizer.json or tokenizer.model the file has no vocabulary"), notes);
  }

  @ParameterizedTest @ValueSource(strings = {"wordpiece.json", "unigram.json"})
  void saysThatAVocabularyHasNoWordsInGguf(String name) throws IOException {
    Files.copy(model("tokenizers/" + name), folder.resolve("tokenizer.json"));
    var notes = new ArrayList<String>();
    assertEquals(Map.of(), GgufVocabulary.of(folder, 100_000, "llama", notes::add));
    assertEquals(1, notes.size());
    assertTrue(notes.getFirst().endsWith("so the file has none: keep tokenizer.json beside it"), notes.getFirst());
  }

  private Map<String, Object> vocabulary(String tokenizer, String settings, int size) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer.replace('\'', '"'));
    Files.writeString(folder.resolve("tokenizer_config.json"), settings.replace('\'', '"'));
    var plain = new LinkedHashMap<String, Object>();
    GgufVocabulary.of(folder, size, "llama", note -> {}).forEach((key, value) -> plain.put(key, value.plain()));
    return plain;
  }

  @Test void writesTheVocabularyOfBytePairs() throws IOException {
    var values = vocabulary("""
        {'added_tokens': [{'id': 4, 'content': '<|end|>', 'special': true},
                          {'id': 3, 'content': '<t>', 'special': false}],
         'pre_tokenizer': {'type': 'ByteLevel', 'pattern': {'Regex': '\\\\p{N}{1,3}'}},
         'model': {'type': 'BPE', 'vocab': {'a': 0, 'b': 1, 'ab': 2}, 'merges': [['a', 'b']]}}""",
        "{'eos_token': {'content': '<|end|>'}, 'chat_template': '{{ x }}', 'add_bos_token': false}", 6);
    assertEquals("gpt2", values.get("tokenizer.ggml.model"));
    assertEquals("llama-bpe", values.get("tokenizer.ggml.pre"));
    assertEquals(List.of("a", "b", "ab", "<t>", "<|end|>", "[PAD5]"), values.get("tokenizer.ggml.tokens"));
    assertEquals(List.of(1L, 1L, 1L, 4L, 3L, 5L), values.get("tokenizer.ggml.token_type"));
    assertEquals(List.of("a b"), values.get("tokenizer.ggml.merges"));
    assertEquals(4L, values.get("tokenizer.ggml.eos_token_id"));
    assertEquals(false, values.get("tokenizer.ggml.add_bos_token"));
    assertEquals("{{ x }}", values.get("tokenizer.chat_template"));
  }

  @Test void ranksThePiecesOfSentencePiece() throws IOException {
    var values = vocabulary("""
        {'added_tokens': [{'id': 0, 'content': '<unk>', 'special': true}],
         'model': {'type': 'BPE', 'byte_fallback': true, 'unk_token': '<unk>', 'merges': ['▁ a', '▁a b'],
         'vocab': {'<unk>': 0, '<0x0A>': 1, '▁': 2, 'a': 3, 'b': 4, '▁a': 5, '▁ab': 6}}}""",
        "{'unk_token': '<unk>'}", 7);
    assertEquals("llama", values.get("tokenizer.ggml.model"));
    assertEquals(List.of(2L, 6L, 1L, 1L, 1L, 1L, 1L), values.get("tokenizer.ggml.token_type"));
    assertEquals(List.of(0f, 0f, -2f, -2f, -2f, 0f, -1f), values.get("tokenizer.ggml.scores"));
    assertEquals(0L, values.get("tokenizer.ggml.unknown_token_id"));
    assertTrue(values.get("tokenizer.ggml.tokens") instanceof GgufArray);
  }
}
