package org.vitrail.llm.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.tensor.io.FormatException;

/** Texts made to be slow are not, and files made to break a reader end in one sentence. */
class HostileTest {
  private static final String BPE = "{'model':{'type':'BPE','vocab':{},'merges':[]},";

  @TempDir Path folder;

  static List<String> vocabularies() {
    return Vocabularies.ALL;
  }

  @ParameterizedTest @MethodSource("vocabularies")
  void longTextsTakeSeconds(String name) {
    var tokenizer = Vocabularies.open(name);
    var marks = new StringBuilder("e");
    for (int i = 0; i < 100_000; i++) marks.append(i % 2 == 0 ? '\u0301' : '\u0316');
    var texts = List.of("a".repeat(1_000_000), " ".repeat(300_000), "ab".repeat(150_000), "<".repeat(300_000),
        "\n ".repeat(100_000), "😀".repeat(50_000), "한".repeat(100_000), marks.toString(), "'".repeat(200_000),
        "theth".repeat(50_000), "▁".repeat(200_000), "\u200D".repeat(50_000));
    assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
      for (var text : texts) {
        var ids = tokenizer.encodeWithSpecials(text);
        tokenizer.decode(ids);
      }
    });
  }

  private void refuses(String name, byte[] content, String problem) throws IOException {
    var file = Files.write(folder.resolve(name), content);
    var message = assertThrows(FormatException.class, () -> Tokenizers.open(file)).getMessage();
    assertTrue(message.startsWith(folder.toString()) && message.contains(problem), message);
    assertFalse(message.contains("\n"), message);
    assertTrue(message.length() < 600, message);
  }

  @ParameterizedTest @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
      "[] ~ expected an object",
      "{} ~ model: expected an object",
      "{'model':{'type':'BPE','vocab':{'a':0,'b':0},'merges':[]}} ~ its id 0 is also that of 'a'",
      "{'model':{'type':'BPE','vocab':{'a':2000000000},'merges':[]}} ~ far from those of the other tokens",
      "{'model':{'type':'BPE','vocab':{'a':-1},'merges':[]}} ~ expected an integer from 0",
      "{'model':{'type':'BPE','vocab':{'a':1.5},'merges':[]}} ~ expected an integer from 0",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':['a b']}} ~ model.merges[0]: 'b' is not in the vocabulary",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':['a a']}} ~ 'aa' is not in the vocabulary",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':['a']}} ~ expected two tokens with a space between",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':[['a']]}} ~ expected two elements",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':[7]}} ~ model.merges[0]: expected a list",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':{}}} ~ model.merges: expected a list",
      "{'model':{'type':'BPE','vocab':[],'merges':[]}} ~ model.vocab: expected an object",
      "{'model':{'type':'BPE','vocab':{},'merges':[],'unk_token':'x'}} ~ expected a token of the vocabulary",
      "{'model':{'type':'Markov','vocab':{}}} ~ this model is not supported, found 'Markov'",
      "{'model':{'type':'Unigram','vocab':[['a',0.0]],'unk_id':1}} ~ expected the id of a piece",
      "{'model':{'type':'Unigram','vocab':[['a']],'unk_id':0}} ~ expected two elements",
      "{'model':{'type':'Unigram','vocab':[['a','b']],'unk_id':0}} ~ expected a number",
      "{'model':{'type':'WordPiece','vocab':{'a':0}}} ~ model.unk_token: expected a token of the vocabulary",
      BPE + "'normalizer':{'type':'ROT13'}} ~ this normalizer is not supported",
      BPE + "'normalizer':{'type':'Precompiled','precompiled_charsmap':'?'}} ~ expected Base64",
      BPE + "'normalizer':{'type':'Precompiled','precompiled_charsmap':'////fwAA'}} ~ says that its trie takes",
      BPE + "'pre_tokenizer':{'type':'Split','pattern':{'Regex':'(?<=a)'},'behavior':'Isolated'}}"
          + " ~ pre_tokenizer.pattern.Regex: in the regular expression",
      BPE + "'pre_tokenizer':{'type':'Split','pattern':{'Regex':'((a{100}){100}){100}'},'behavior':'Isolated'}}"
          + " ~ too long",
      BPE + "'pre_tokenizer':{'type':'Split','pattern':{'String':'a'},'behavior':'Eaten'}}"
          + " ~ this behaviour is not known",
      BPE + "'decoder':{'type':'CTC'}} ~ this decoder is not supported",
      BPE + "'post_processor':{'type':'BertProcessing','sep':['a',5],'cls':['b',6]}} ~ no token has the id 6",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':[]},'added_tokens':[{'id':1,'content':'a'}]}"
          + " ~ it has two ids, 0 and 1",
      "{'model':{'type':'BPE','vocab':{'a':0},'merges':[]},'added_tokens':[{'content':'a'}]}"
          + " ~ added_tokens[0].id: expected an integer"})
  void refusesTheJson(String json, String problem) throws IOException {
    refuses("tokenizer.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), problem);
  }

  @ParameterizedTest @CsvSource(delimiter = '~', value = {
      "~ there are no pieces",
      "0a ~ it is cut off",
      "0aff ~ it is cut off",
      "0a05 ~ it is said to be 5 bytes long, but 0 follow",
      "0affffffff0f ~ it is said to be 4294967295 bytes long",
      "0affffffffffffffffff01 ~ it is said to be 18446744073709551615 bytes long",
      "0affffffffffffffffffff01 ~ takes more than 10 bytes",
      "0b ~ there is no wire type 3",
      "0801 ~ expected a message",
      "0a030a01ff ~ expected UTF-8",
      "0a030a0161 ~ no piece for what is unknown",
      "0a050a01611500 ~ it is cut off",
      "0a030a01610a030a0161 ~ it has two ids",
      "12021803 ~ there are no pieces",
      "0a030a016112021803 ~ models of words and of characters are not supported"})
  void refusesTheModel(String hex, String problem) throws IOException {
    refuses("tokenizer.model", hex == null ? new byte[0] : HexFormat.of().parseHex(hex), problem);
  }

  @ParameterizedTest @CsvSource(delimiter = '~', value = {
      "000000 ~ expected the length of the longest token",
      "ffffff7f 00000000 ffffffff ~ said to be -1 bytes long",
      "ffffff7f 00000000 ffffff7f ~ said to be 2147483647 bytes long",
      "08000000 00000000 ~ it is cut off",
      "01000000 00000000 02000000 6161 ~ the longest token has 1",
      "08000000 00000000 01000000 ff ~ expected UTF-8"})
  void refusesTheTokensOfLlama2c(String hex, String problem) throws IOException {
    refuses("tok.bin", HexFormat.of().parseHex(hex.replace(" ", "")), problem);
  }

  @Test void refusesOtherFiles() throws IOException {
    refuses("x.tiktoken", "YQ== 0\nYQ== 1\n".getBytes(StandardCharsets.UTF_8),
        "line 2: the token stands on an earlier line too");
    refuses("x.tiktoken", "? 0\n".getBytes(StandardCharsets.UTF_8), "line 1: expected a token in Base64 and its rank");
    refuses("x.tiktoken", "YQ== 0\n".getBytes(StandardCharsets.UTF_8), "the byte 0 has no rank");
    refuses("vocab.txt", "a\nb\na\n".getBytes(StandardCharsets.UTF_8), "it has two ids");
    refuses("vocab.txt", "a\nb\n".getBytes(StandardCharsets.UTF_8), "there is no token [PAD]");
    refuses("vocab.txt", new byte[] {(byte) 0xFF}, "expected UTF-8");
    refuses("clip.txt.gz", "text".getBytes(StandardCharsets.UTF_8), "gzip");
    refuses("vocab.json", "{}".getBytes(StandardCharsets.UTF_8), "it needs merges.txt beside it");
    refuses("model.xyz", new byte[0], "no form of vocabulary is known by this name");
    assertThrows(java.nio.file.NoSuchFileException.class, () -> Tokenizers.open(folder.resolve("none")));
  }

  @Test void refusesTheMetadata() {
    var file = Path.of("x.gguf");
    var good = Map.<String, Object>of("tokenizer.ggml.model", "llama", "tokenizer.ggml.tokens", List.of("<unk>", "a"),
        "tokenizer.ggml.scores", new float[2], "tokenizer.ggml.token_type", new int[] {2, 1});
    assertEquals(2, Tokenizers.gguf(file, good).size());
    for (var bad : List.<Map<String, Object>>of(Map.of(), Map.of("tokenizer.ggml.model", "rwkv"),
        Map.of("tokenizer.ggml.tokens", 7), Map.of("tokenizer.ggml.tokens", List.of(1)),
            Map.of("tokenizer.ggml.scores", new float[3]),
        Map.of("tokenizer.ggml.scores", "x"), Map.of("tokenizer.ggml.bos_token_id", 2),
            Map.of("tokenizer.ggml.bos_token_id", -7),
        Map.of("tokenizer.ggml.add_bos_token", "yes"), Map.of("tokenizer.ggml.token_type", new int[] {1, 1}),
        Map.of("tokenizer.ggml.model", "gpt2"), Map.of("tokenizer.ggml.model", "bert"),
        Map.of("tokenizer.ggml.model", "gpt2", "tokenizer.ggml.merges", List.of(), "tokenizer.ggml.pre",
            "unheard-of"))) {
      var metadata = bad.isEmpty() ? new java.util.HashMap<String, Object>() : new java.util.HashMap<>(good);
      metadata.putAll(bad);
      var message = assertThrows(FormatException.class, () -> Tokenizers.gguf(file, metadata),
          bad::toString).getMessage();
      assertTrue(message.startsWith("x.gguf: "), message);
    }
  }
}
