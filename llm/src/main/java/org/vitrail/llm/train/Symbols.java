package org.vitrail.llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.Json;

/**
 * The plainest vocabularies: each character of a text is a token, or each word between spaces.
 *
 * @param symbols by id
 */
public record Symbols(List<String> symbols, Kind kind) {
  /** What a symbol is; words have BERT's special tokens first, captions are put between {@link #BOS} and {@link #EOS}. */
  public enum Kind { CHARACTERS, WORDS, CAPTIONS }

  /** Stands where a word was. */
  public static final String MASK = "[MASK]";
  /** BERT's special tokens: padding, unknown, begin, end, masked. */
  public static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", MASK);
  /** Begins a caption. */
  public static final String BOS = "[BOS]";
  /** Ends a caption; the last of all ids, so that the arg-max over the ids of a text finds it. */
  public static final String EOS = "[EOS]";

  /** The characters of {@code text}, in the order of their code points. */
  public static Symbols characters(String text) {
    return new Symbols(text.codePoints().sorted().distinct().mapToObj(Character::toString).toList(),
        Kind.CHARACTERS);
  }

  /** The words of {@code text} in alphabetical order, after the special ones. */
  public static Symbols words(String text) {
    return new Symbols(wordsAfter(SPECIAL, text), Kind.WORDS);
  }

  /** The words of captions, each a line of {@code text}. */
  public static Symbols captions(String text) {
    var symbols = wordsAfter(SPECIAL, text);
    symbols.addAll(List.of(BOS, EOS));
    return captions(symbols);
  }

  /** Words in this order; {@link #SPECIAL} are the first, {@link #BOS} and {@link #EOS} the last. */
  public static Symbols captions(List<String> symbols) {
    return new Symbols(List.copyOf(symbols), Kind.CAPTIONS);
  }

  private static List<String> wordsAfter(List<String> special, String text) {
    var symbols = new ArrayList<>(special);
    symbols.addAll(text.lines().flatMap(line -> Arrays.stream(line.strip().split("\\s+")))
        .filter(word -> !word.isEmpty() && !special.contains(word)).collect(Collectors.toCollection(TreeSet::new)));
    return symbols;
  }

  /** Writes {@code tokenizer.json} and {@code tokenizer_config.json}, which Hugging Face's libraries open. */
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    var ids = new LinkedHashMap<String, Integer>();
    for (var symbol : symbols) ids.put(symbol, ids.size());
    Json.write(folder.resolve("tokenizer.json"), json(kind == Kind.CHARACTERS ? characterModel(ids) : wordModel(ids)));
    Json.write(folder.resolve("tokenizer_config.json"), switch (kind) {
      case CHARACTERS -> ConfigReader.ordered("tokenizer_class", "PreTrainedTokenizerFast");
      case WORDS -> roles("[CLS]", "[SEP]");
      case CAPTIONS -> roles(BOS, EOS);
    });
  }

  private static Map<String, Object> roles(String begin, String end) {
    return ConfigReader.ordered("tokenizer_class", "PreTrainedTokenizerFast", "add_bos_token", true,
        "bos_token", begin, "eos_token", end, "cls_token", "[CLS]", "sep_token", "[SEP]",
        "pad_token", "[PAD]", "unk_token", "[UNK]", "mask_token", MASK);
  }

  private Map<String, Object> json(Map<String, Object> model) {
    boolean words = kind != Kind.CHARACTERS;
    return ConfigReader.ordered("version", "1.0", "truncation", null, "padding", null,
        "added_tokens", special().map(this::added).toList(), "normalizer", null,
        "pre_tokenizer", words ? Map.of("type", "WhitespaceSplit") : null,
        "post_processor", kind == Kind.CAPTIONS ? template() : null,
        "decoder", words ? ConfigReader.ordered("type", "WordPiece", "prefix", "##", "cleanup", false)
            : Map.of("type", "Fuse"), "model", model);
  }

  private Stream<String> special() {
    return switch (kind) {
      case CHARACTERS -> Stream.of();
      case WORDS -> SPECIAL.stream();
      case CAPTIONS -> Stream.concat(SPECIAL.stream(), Stream.of(BOS, EOS));
    };
  }

  /** A caption between its beginning and its end. */
  private Map<String, Object> template() {
    var begin = Map.of("SpecialToken", Map.of("id", BOS, "type_id", 0));
    var end = Map.of("SpecialToken", Map.of("id", EOS, "type_id", 0));
    var first = Map.of("Sequence", Map.of("id", "A", "type_id", 0));
    var second = Map.of("Sequence", Map.of("id", "B", "type_id", 0));
    return ConfigReader.ordered("type", "TemplateProcessing", "single", List.of(begin, first, end),
        "pair", List.of(begin, first, end, second, end),
        "special_tokens", Map.of(BOS, token(BOS), EOS, token(EOS)));
  }

  private Map<String, Object> token(String symbol) {
    return Map.of("id", symbol, "ids", List.of(symbols.indexOf(symbol)), "tokens", List.of(symbol));
  }

  private Map<String, Object> added(String symbol) {
    return ConfigReader.ordered("id", symbols.indexOf(symbol), "content", symbol, "single_word", false, "lstrip", false,
        "rstrip", false, "normalized", false, "special", true);
  }

  /** Word pieces of which each is a whole word. */
  private static Map<String, Object> wordModel(Map<String, Integer> ids) {
    return ConfigReader.ordered("type", "WordPiece", "unk_token", "[UNK]", "continuing_subword_prefix", "##",
        "max_input_chars_per_word", 1000, "vocab", ids);
  }

  /** Pairs of which none is merged. */
  private static Map<String, Object> characterModel(Map<String, Integer> ids) {
    return ConfigReader.ordered("type", "BPE", "dropout", null, "unk_token", null, "continuing_subword_prefix", null,
        "end_of_word_suffix", null, "fuse_unk", false, "byte_fallback", false, "ignore_merges", false, "vocab", ids,
        "merges", List.of());
  }
}
