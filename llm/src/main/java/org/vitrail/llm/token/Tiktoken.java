package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.token.regex.Regex;
import org.vitrail.tensor.io.FormatException;

/**
 * Reads OpenAI's rank files, a token in Base64 and its rank on each line. The id of a token is its rank, and any two
 * neighbours merge whose bytes together are a token, those of the lowest rank first.
 */
final class Tiktoken {
  private static final int LLAMA3_RANKS = 128_000;

  private Tiktoken() {}

  /** @param specials ids of the special tokens, which the file does not have */
  static Tokenizer read(Path file, String pattern, Map<String, Integer> specials, Template template, Roles roles)
      throws IOException {
    var ids = ranks(file);
    var vocabulary = Vocabulary.of(file, ids);
    for (int b = 0; b < 256; b++) {
      if (vocabulary.id(String.valueOf(ByteAlphabet.character(b))) < 0) {
        throw new FormatException(file, "the byte " + b + " has no rank");
      }
    }
    var merges = merges(vocabulary);
    var added = new ArrayList<AddedToken>();
    specials.forEach((token, id) -> {
      vocabulary.add(file, token, id);
      vocabulary.mark(id);
      added.add(AddedToken.special(id, token));
    });
    return new Pipeline(new Pipeline.Parts(vocabulary, new AddedTokens(added, Normalizer.NONE), Normalizer.NONE,
        new AddedTokens(List.of(), Normalizer.NONE), Splitter.isolating(Regex.of(pattern)),
        new BytePair(new ByteSymbols(vocabulary, "", -1), merges, true), template,
        (token, previous) -> ByteAlphabet.read(token), roles.of(vocabulary, template)));
  }

  /** A file whose name or size says which family it belongs to. */
  static Tokenizer read(Path file, Roles roles) throws IOException {
    int ranks = ranks(file).size();
    var name = file.getFileName().toString();
    if (ranks == LLAMA3_RANKS && !name.endsWith(".tiktoken")) {
      var specials = llama3();
      return read(file, Patterns.LLAMA3, specials, Template.around(specials.get("<|begin_of_text|>"), -1), roles);
    }
    var pattern = name.startsWith("o200k") ? Patterns.O200K : name.startsWith("qwen") ? Patterns.QWEN2
        : name.startsWith("gpt2") || name.startsWith("r50k") || name.startsWith("p50k") ? Patterns.GPT2
            : Patterns.LLAMA3;
    var specials = switch (name) {
      case "cl100k_base.tiktoken" -> Map.of("<|endoftext|>", 100_257, "<|fim_prefix|>", 100_258, "<|fim_middle|>",
          100_259,
          "<|fim_suffix|>", 100_260, "<|endofprompt|>", 100_276);
      case "o200k_base.tiktoken" -> Map.of("<|endoftext|>", 199_999, "<|endofprompt|>", 200_018);
      case "qwen.tiktoken" -> Map.of("<|endoftext|>", ranks, "<|im_start|>", ranks + 1, "<|im_end|>", ranks + 2);
      default -> Map.of("<|endoftext|>", ranks);
    };
    return read(file, pattern, specials, Template.NONE, roles);
  }

  /** The special tokens of Llama 3.1 to 3.3. */
  private static Map<String, Integer> llama3() {
    var named = Map.of(0, "<|begin_of_text|>", 1, "<|end_of_text|>", 4, "<|finetune_right_pad_id|>", 6,
        "<|start_header_id|>", 7, "<|end_header_id|>", 8, "<|eom_id|>", 9, "<|eot_id|>", 10, "<|python_tag|>");
    var specials = new LinkedHashMap<String, Integer>();
    int reserved = 0;
    for (int i = 0; i < 256; i++) {
      var token = named.containsKey(i) ? named.get(i) : "<|reserved_special_token_" + reserved++ + "|>";
      specials.put(token, LLAMA3_RANKS + i);
    }
    return specials;
  }

  /** Whether a file begins as a rank file does; Llama 3's is called tokenizer.model, as SentencePiece's models are. */
  static boolean looksLike(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(200), StandardCharsets.ISO_8859_1).matches("(?s)[A-Za-z0-9+/]+=* \\d+\\r?\\n.*");
    }
  }

  private static Map<String, Integer> ranks(Path file) throws IOException {
    var ranks = new LinkedHashMap<String, Integer>();
    int number = 0;
    for (var line : TextLines.read(file)) {
      number++;
      if (line.isEmpty()) continue;
      int space = line.indexOf(' ');
      try {
        var token = ByteAlphabet.write(Base64.getDecoder().decode(line.substring(0, space)));
        int rank = Integer.parseInt(line.substring(space + 1));
        if (ranks.putIfAbsent(token, rank) != null) {
          throw new FormatException(file, "line " + number, "the token stands on an earlier line too");
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new FormatException(file, "line " + number, "expected a token in Base64 and its rank, found "
            + FormatException.quote(line));
      }
    }
    return ranks;
  }

  private static Merges merges(Vocabulary vocabulary) {
    var merges = new Merges(4 * vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      var token = vocabulary.token(id);
      for (int cut = 1; token != null && cut < token.length(); cut++) {
        int left = vocabulary.id(token.substring(0, cut));
        int right = left < 0 ? -1 : vocabulary.id(token.substring(cut));
        if (right >= 0) merges.add(left, right, id, id);
      }
    }
    return merges;
  }
}
