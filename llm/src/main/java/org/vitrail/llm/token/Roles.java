package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which tokens have which part to play: what the files beside a vocabulary say, and where they say nothing, what the
 * token is called.
 *
 * @param names by role, such as {@code eos_token}, the tokens that play it
 * @param eosIds ids that end what a model says, from its generation_config.json
 * @param addBos what tokenizer_config.json says of BOS before a text; null for nothing
 */
record Roles(Map<String, String> names, List<Integer> eosIds, Boolean addBos, Boolean addEos) {
  static final Roles UNTOLD = new Roles(Map.of(), List.of(), null, null);

  private static final List<String> ROLES = List.of("bos_token", "eos_token", "unk_token", "pad_token");
  private static final List<String> BOS = List.of("<s>", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "[CLS]");
  private static final List<String> EOS = List.of("</s>", "<eos>", "<|end_of_text|>", "<|endoftext|>", "[SEP]");
  /** Ends of a turn in a chat. */
  static final List<String> TURNS = List.of("<|eot_id|>", "<|eom_id|>", "<|im_end|>", "<end_of_turn>", "<|end|>");
  private static final List<String> UNK = List.of("<unk>", "[UNK]");
  private static final List<String> PAD = List.of("<pad>", "[PAD]", "<|pad|>", "<|finetune_right_pad_id|>");

  /** As the files in {@code folder} say: special_tokens_map.json, tokenizer_config.json, generation_config.json. */
  static Roles beside(Path folder) throws IOException {
    var names = new java.util.HashMap<String, String>();
    Boolean addBos = null;
    Boolean addEos = null;
    for (var name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
      var file = folder.resolve(name);
      if (!Files.exists(file)) continue;
      var json = Field.read(file);
      for (var role : ROLES) {
        var token = json.get(role);
        if (token.exists()) names.put(role, token.value() instanceof Map<?, ?> ? token.get("content").text()
            : token.text());
      }
      addBos = flag(json.get("add_bos_token"), addBos);
      addEos = flag(json.get("add_eos_token"), addEos);
    }
    return new Roles(names, ends(folder.resolve("generation_config.json")), addBos, addEos);
  }

  private static Boolean flag(Field json, Boolean otherwise) {
    return json.exists() ? (Boolean) json.flag(false) : otherwise;
  }

  private static List<Integer> ends(Path file) throws IOException {
    if (!Files.exists(file)) return List.of();
    var ids = Field.read(file).get("eos_token_id");
    if (!ids.exists()) return List.of();
    return ids.value() instanceof List<?> ? ids.list().stream().map(Field::integer).toList() : List.of(ids.integer());
  }

  /** @param template may show a BOS and an EOS by where it has them */
  SpecialTokens of(Vocabulary vocabulary, Template template) {
    int bos = id(vocabulary, "bos_token", BOS);
    int eos = id(vocabulary, "eos_token", EOS);
    var ends = new LinkedHashSet<Integer>();
    Stream.concat(Stream.of(eos), eosIds.stream()).filter(id -> vocabulary.token(id) != null).forEach(ends::add);
    TURNS.stream().map(vocabulary::id).filter(id -> vocabulary.isSpecial(id)).forEach(ends::add);
    return new SpecialTokens(bos, new ArrayList<>(ends), id(vocabulary, "unk_token", UNK),
        id(vocabulary, "pad_token", PAD));
  }

  private int id(Vocabulary vocabulary, String role, List<String> usual) {
    return Stream.concat(Stream.ofNullable(names.get(role)), names.isEmpty() ? usual.stream() : Stream.empty())
        .filter(Objects::nonNull).map(vocabulary::id).filter(id -> id >= 0).findFirst().orElse(-1);
  }

  /** {@code template}, or where tokenizer_config.json asks for BOS or EOS and it has none, one with these. */
  Template around(Template template, Vocabulary vocabulary) {
    if (template != Template.NONE) return template;
    var specials = of(vocabulary, template);
    return around(addBos != null && addBos ? specials.bos() : -1,
        addEos != null && addEos && !specials.eos().isEmpty() ? specials.eos().getFirst() : -1);
  }

  static Template around(int bos, int eos) {
    return bos < 0 && eos < 0 ? Template.NONE : Template.around(bos, eos);
  }
}
