package org.vitrail.llm.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.llm.token.ClipTokenizer;
import org.vitrail.llm.token.Patterns;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.nn.parity.Checks;
import org.vitrail.nn.parity.SetCase;
import org.vitrail.nn.parity.Tolerance;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;

/**
 * The set {@code tokenizers}: what the reference tokenizers make of each text with each vocabulary, and what they
 * decode it to. Nothing may differ.
 */
public final class TokenizersSet implements SetCase {

  @Override public String name() {
    return "tokenizers";
  }

  @Override public void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException {
    List<Path> files;
    try (var listed = Files.list(directory)) {
      files = listed.filter(file -> file.toString().endsWith(".cases.json")).sorted().toList();
    }
    if (files.isEmpty()) throw new IllegalArgumentException(directory + " holds no .cases.json");
    for (var file : files) {
      var cases = Json.readObject(file);
      var name = (String) cases.get("tokenizer");
      if (name.equals("clip")) {
        clip(directory.resolve((String) cases.get("vocabulary")), rows(cases, "cases"), checks);
        continue;
      }
      boolean raw = name.startsWith("spm_");
      for (var tokenizer : tokenizers(directory, name, cases)) {
        for (var row : rows(cases, "cases")) compare(name, tokenizer, raw, row, checks);
        for (var row : rows(cases, "pairs")) pair(name, tokenizer, row, checks);
      }
    }
  }

  /** The vocabulary in each form that the set has it in. */
  private static List<Tokenizer> tokenizers(Path directory, String name, Map<String, Object> cases) throws IOException {
    if (cases.get("special_tokens") instanceof Map<?, ?> specials) {
      var ids = new java.util.LinkedHashMap<String, Integer>();
      specials.forEach((token, id) -> ids.put((String) token, ((Long) id).intValue()));
      return List.of(Tokenizers.tiktoken(directory.resolve((String) cases.get("file")), (String) cases.get("pattern"),
          ids));
    }
    var file = directory.resolve(cases.get("file") instanceof String f ? f : name + ".json");
    var words = directory.resolve(name + ".vocab.txt");
    return Files.exists(words)
        ? List.of(Tokenizers.open(file), Tokenizers.wordPiece(words, !name.endsWith("_cased")))
        : List.of(Tokenizers.open(file));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Map<String, Object> cases, String key) {
    return (List<Map<String, Object>>) cases.getOrDefault(key, List.of());
  }

  /** @param raw whether the reference takes special tokens in a text as text */
  private static void compare(String name, Tokenizer tokenizer, boolean raw, Map<String, Object> row, Checks checks) {
    var text = (String) row.get("text");
    var label = name + " of " + Json.write(text);
    var ids = raw ? tokenizer.encode(text) : tokenizer.encodeWithSpecials(text);
    same(label, ids, ints(row.get("ids")), checks);
    if (row.get("tokens") instanceof List<?> pieces) {
      same(label + ", tokens", pieces(tokenizer, ids, pieces), pieces, checks);
    }
    if (row.containsKey("tokens")) {
      same(label + ", with specials", tokenizer.wrap(ids), ints(row.getOrDefault("ids_with_specials", row.get("ids"))),
          checks);
      same(label + ", decoded with specials", tokenizer.decodeWithSpecials(ids),
          row.getOrDefault("decoded_with_specials", row.get("decoded")), checks);
    }
    // tiktoken decodes special tokens too.
    same(label + ", decoded", name.contains("tiktoken") ? tokenizer.decodeWithSpecials(ids) : tokenizer.decode(ids),
        row.get("decoded"), checks);
  }

  /** The pieces of ids; where one is unknown the reference shows the text. */
  private static List<?> pieces(Tokenizer tokenizer, int[] ids, List<?> expected) {
    int unk = tokenizer.specials().unk();
    return IntStream.range(0, ids.length)
        .mapToObj(i -> ids[i] == unk && i < expected.size() ? expected.get(i) : tokenizer.piece(ids[i])).toList();
  }

  private static void pair(String name, Tokenizer tokenizer, Map<String, Object> row, Checks checks) {
    var texts = (List<?>) row.get("texts");
    var label = name + " of " + Json.write(texts);
    var left = tokenizer.encodeWithSpecials((String) texts.getFirst());
    var right = tokenizer.encodeWithSpecials((String) texts.getLast());
    same(label, tokenizer.wrap(left, right), ints(row.get("ids")), checks);
    same(label + ", segments", tokenizer.segments(left.length, right.length), ints(row.get("type_ids")), checks);
  }

  private static void clip(Path vocabulary, List<Map<String, Object>> rows, Checks checks) throws IOException {
    var tokenizer = ClipTokenizer.read(vocabulary);
    for (var row : rows) {
      var text = (String) row.get("text");
      var label = "clip of " + Json.write(text);
      var ids = tokenizer.encode(text);
      same(label, ids, ints(row.get("ids")), checks);
      same(label + ", padded", ClipTokenizer.context(tokenizer, text, 16), ints(row.get("padded_16")), checks);
      same(label + ", decoded", tokenizer.decodeWithSpecials(ids), row.get("decoded"), checks);
    }
  }

  private static int[] ints(Object list) {
    return ((List<?>) list).stream().mapToInt(id -> ((Long) id).intValue()).toArray();
  }

  private static void same(String label, int[] actual, int[] expected, Checks checks) {
    checks.output(label, Tensor.of(actual, actual.length), Tensor.of(expected, expected.length), Tolerance.EXACT);
  }

  private static void same(String label, Object actual, Object expected, Checks checks) {
    if (!actual.equals(expected)) checks.failure(label, "is " + actual + ", expected " + expected);
  }
}
