package org.vitrail.llm.token;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/** Reads the {@code model} of a tokenizer.json: its vocabulary, then, when special tokens are known, the model. */
final class JsonModels {
  private JsonModels() {}

  /** What kind of model it is; older files leave it to be seen from what is there. */
  static String type(Field json) {
    var type = json.get("type");
    if (type.exists()) return type.text();
    return json.get("merges").exists() ? "BPE" : json.get("vocab").value() instanceof List<?> ? "Unigram" : "WordPiece";
  }

  static Vocabulary vocabulary(Field json) {
    var vocab = json.get("vocab");
    if (type(json).equals("Unigram")) {
      return Vocabulary.of(json.file(), vocab.list().stream().map(piece -> pair(piece).getFirst().text()).toList());
    }
    return vocabulary(vocab, vocab.object());
  }

  /** A vocabulary out of an object of tokens and their ids. */
  static Vocabulary vocabulary(Field json, java.util.Map<String, Object> members) {
    var ids = new LinkedHashMap<String, Integer>(members.size() * 2);
    members.forEach((token, id) -> ids.put(token, new Field(json.file(),
        (json.place().isEmpty() ? "token" : json.place()) + " " + FormatException.quote(token), id).integer()));
    return Vocabulary.of(json.file(), ids);
  }

  private static List<Field> pair(Field json) {
    var pair = json.list();
    if (pair.size() != 2) throw json.wrong("expected two elements");
    return pair;
  }

  /** @param bytes whether words are seen as bytes */
  static Model model(Field json, Vocabulary vocabulary, boolean bytes) {
    return switch (type(json)) {
      case "BPE" -> bytePair(json, vocabulary, bytes);
      case "WordPiece" -> new WordPiece(vocabulary, json.get("continuing_subword_prefix").text("##"),
          required(json.get("unk_token"), vocabulary), json.get("max_input_chars_per_word").integer(100));
      case "Unigram" -> unigram(json, vocabulary);
      default -> throw json.get("type").wrong("this model is not supported");
    };
  }

  private static int required(Field token, Vocabulary vocabulary) {
    int id = vocabulary.id(token.text("[UNK]"));
    if (id < 0) throw token.wrong("expected a token of the vocabulary");
    return id;
  }

  private static Model bytePair(Field json, Vocabulary vocabulary, boolean bytes) {
    int unk = json.get("unk_token").exists() ? required(json.get("unk_token"), vocabulary) : -1;
    var prefix = json.get("continuing_subword_prefix").text("");
    var suffix = json.get("end_of_word_suffix").text("");
    var symbols = bytes && prefix.isEmpty() ? new ByteSymbols(vocabulary, suffix, unk)
        : new CharacterSymbols(vocabulary, bytes, prefix, suffix,
            json.get("byte_fallback").flag(false) ? ByteTokens.ids(vocabulary)
                : null, unk, json.get("fuse_unk").flag(false));
    return new BytePair(symbols, merges(json.get("merges"), vocabulary, prefix), json.get("ignore_merges").flag(false));
  }

  private static Merges merges(Field json, Vocabulary vocabulary, String prefix) {
    var list = json.value() instanceof List<?> elements ? elements : json.list();
    var merges = new MergeList(json.file(), vocabulary, prefix, list.size());
    for (int i = 0; i < list.size(); i++) {
      var place = json.place() + "[" + i + "]";
      if (list.get(i) instanceof String line) {
        merges.add(place, line);
      } else {
        var pair = pair(new Field(json.file(), place, list.get(i)));
        merges.add(place, pair.getFirst().text(), pair.getLast().text());
      }
    }
    return merges.merges();
  }

  private static Model unigram(Field json, Vocabulary vocabulary) {
    var list = json.get("vocab").list();
    var scores = list.stream().mapToDouble(piece -> pair(piece).getLast().number()).toArray();
    var pieces = new String[scores.length];
    for (int id = 0; id < pieces.length; id++) pieces[id] = vocabulary.isSpecial(id) ? null : vocabulary.token(id);
    int unk = json.get("unk_id").integer(-1);
    if (unk >= scores.length) throw json.get("unk_id").wrong("expected the id of a piece");
    return new Unigram(pieces, scores, false, unk,
        json.get("byte_fallback").flag(false) ? ByteTokens.ids(vocabulary) : null,
        Arrays.stream(scores).min().orElse(0));
  }
}
