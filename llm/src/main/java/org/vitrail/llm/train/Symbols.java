package org.vitrail.llm.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.ConfigReader;

/**
 * The plainest tokenizer: each character is a token, or each word between spaces. Characters that a vocabulary lacks are
 * left out, words become {@link #UNKNOWN}.
 */
public final class Symbols implements Tokenizer {
  /** Fills rows up. */
  public static final String PADDING = "[PAD]";
  /** A word that the vocabulary lacks. */
  public static final String UNKNOWN = "[UNK]";
  /** Before the first token of a text. */
  public static final String BEGIN = "[BOS]";
  /** After the last token of a text. */
  public static final String END = "[EOS]";
  /** Stands where a word was. */
  public static final String MASK = "[MASK]";
  private static final List<String> SPECIAL = List.of(PADDING, UNKNOWN, BEGIN, END, MASK);

  private final List<String> symbols;
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final boolean words;

  private Symbols(List<String> symbols, boolean words) {
    this.symbols = List.copyOf(symbols);
    this.words = words;
    for (int i = 0; i < symbols.size(); i++) ids.put(symbols.get(i), i);
  }

  /** The characters of {@code text}, in the order of their code points. */
  public static Symbols characters(String text) {
    return new Symbols(text.codePoints().sorted().distinct().mapToObj(Character::toString).toList(), false);
  }

  /** The words of {@code text} in alphabetical order, after five special ones. */
  public static Symbols words(String text) {
    var symbols = new ArrayList<>(SPECIAL);
    symbols.addAll(text.lines().flatMap(line -> Arrays.stream(split(line))).collect(Collectors.toCollection(TreeSet::new)));
    return new Symbols(symbols, true);
  }

  private static String[] split(String text) {
    return text.isBlank() ? new String[0] : text.strip().split("\\s+");
  }

  @Override public int size() {
    return symbols.size();
  }

  /** The token of {@code symbol}; −1 if there is none. */
  public int id(String symbol) {
    return ids.getOrDefault(symbol, -1);
  }

  @Override public int[] encode(String text) {
    if (words) return Arrays.stream(split(text)).mapToInt(word -> ids.getOrDefault(word, id(UNKNOWN))).toArray();
    return text.codePoints().map(c -> id(Character.toString(c))).filter(id -> id >= 0).toArray();
  }

  @Override public String decode(int... tokens) {
    return Arrays.stream(tokens).mapToObj(symbols::get).filter(symbol -> !isSpecial(symbol))
        .collect(Collectors.joining(words ? " " : ""));
  }

  private boolean isSpecial(String symbol) {
    return words && SPECIAL.contains(symbol);
  }

  @Override public byte[] bytes(int id) {
    var symbol = symbols.get(id);
    return isSpecial(symbol) ? new byte[0] : symbol.getBytes(StandardCharsets.UTF_8);
  }

  /** What {@code tokenizer.json} of the library {@code tokenizers} says of it. */
  public Map<String, Object> json() {
    var special = new ArrayList<Map<String, Object>>();
    if (words) {
      for (var symbol : SPECIAL) {
        special.add(ConfigReader.ordered("id", id(symbol), "content", symbol, "single_word", false, "lstrip", false,
            "rstrip", false, "normalized", false, "special", true));
      }
    }
    var model = words
        ? ConfigReader.ordered("type", "WordLevel", "vocab", Collections.unmodifiableMap(ids), "unk_token", UNKNOWN)
        : ConfigReader.ordered("type", "BPE", "dropout", null, "unk_token", null, "continuing_subword_prefix", null,
            "end_of_word_suffix", null, "fuse_unk", false, "byte_fallback", false, "vocab",
            Collections.unmodifiableMap(ids), "merges", List.of());
    return ConfigReader.ordered("version", "1.0", "truncation", null, "padding", null, "added_tokens", special,
        "normalizer", null, "pre_tokenizer", words ? Map.of("type", "WhitespaceSplit") : null, "post_processor", null,
        "decoder", words ? null : Map.of("type", "Fuse"), "model", model);
  }
}
