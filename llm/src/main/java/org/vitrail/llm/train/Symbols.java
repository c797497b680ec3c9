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
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.Json;

/**
 * The plainest vocabularies: each character of a text is a token, or each word between spaces.
 *
 * @param symbols by id
 * @param words whether they are words; the first are special then, those of BERT
 */
public record Symbols(List<String> symbols, boolean words) {
  /** Stands where a word was. */
  public static final String MASK = "[MASK]";
  /** BERT's special tokens: padding, unknown, begin, end, masked. */
  public static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", MASK);

  /** The characters of {@code text}, in the order of their code points. */
  public static Symbols characters(String text) {
    return new Symbols(text.codePoints().sorted().distinct().mapToObj(Character::toString).toList(), false);
  }

  /** The words of {@code text} in alphabetical order, after the special ones. */
  public static Symbols words(String text) {
    var symbols = new ArrayList<>(SPECIAL);
    symbols.addAll(text.lines().flatMap(line -> Arrays.stream(line.strip().split("\\s+")))
        .filter(word -> !word.isEmpty()).collect(Collectors.toCollection(TreeSet::new)));
    return new Symbols(List.copyOf(symbols), true);
  }

  /** Writes {@code tokenizer.json} and {@code tokenizer_config.json}, which Hugging Face's libraries open. */
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    var ids = new LinkedHashMap<String, Integer>();
    for (var symbol : symbols) ids.put(symbol, ids.size());
    Json.write(folder.resolve("tokenizer.json"), json(words ? wordModel(ids) : characterModel(ids)));
    Json.write(folder.resolve("tokenizer_config.json"), words
        ? ConfigReader.ordered("tokenizer_class", "PreTrainedTokenizerFast", "add_bos_token", true,
            "bos_token", "[CLS]", "eos_token", "[SEP]", "cls_token", "[CLS]", "sep_token", "[SEP]",
            "pad_token", "[PAD]", "unk_token", "[UNK]", "mask_token", MASK)
        : ConfigReader.ordered("tokenizer_class", "PreTrainedTokenizerFast"));
  }

  private Map<String, Object> json(Map<String, Object> model) {
    return ConfigReader.ordered("version", "1.0", "truncation", null, "padding", null,
        "added_tokens", words ? SPECIAL.stream().map(this::added).toList() : List.of(), "normalizer", null,
        "pre_tokenizer", words ? Map.of("type", "WhitespaceSplit") : null, "post_processor", null,
        "decoder", words ? ConfigReader.ordered("type", "WordPiece", "prefix", "##", "cleanup", false)
            : Map.of("type", "Fuse"), "model", model);
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
