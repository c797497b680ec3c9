package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.token.SentencePieceModel;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.GgufValue;
import org.vitrail.tensor.io.Json;

/**
 * A tokenizer as metadata of GGUF: tokens and their kinds, and the merges of byte pairs or the scores of SentencePiece.
 * Where only a {@code tokenizer.json} is left of a SentencePiece model, scores are made that merge in its order.
 */
final class GgufVocabulary {
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;
  private static final int BYTE = 6;
  private static final String PREFIX = "tokenizer.ggml.";

  private final Path file;
  private final Map<?, ?> json;
  private final Map<?, ?> model;
  private final String[] tokens;
  private final int[] kinds;
  private final Map<String, GgufValue> values = new LinkedHashMap<>();

  private GgufVocabulary(Path file, int size) throws IOException {
    this.file = file;
    this.json = Files.isRegularFile(file) ? Json.readObject(file) : Map.of();
    this.model = json.get("model") instanceof Map<?, ?> m ? m : Map.of();
    this.tokens = new String[size];
    this.kinds = new int[size];
  }

  /**
   * The metadata of the tokenizer in {@code folder}; none if there is neither {@code tokenizer.json} nor
   * {@code tokenizer.model}.
   *
   * @param size rows of the token embedding
   * @param architecture llama.cpp's name of the family
   */
  static Map<String, GgufValue> of(Path folder, int size, String architecture) throws IOException {
    var vocabulary = new GgufVocabulary(folder.resolve("tokenizer.json"), size);
    var pieces = folder.resolve("tokenizer.model");
    if (Files.isRegularFile(pieces) && (vocabulary.json.isEmpty() || vocabulary.isOfPieces())) {
      vocabulary.read(SentencePieceModel.read(pieces));
    } else if (vocabulary.json.isEmpty()) {
      return Map.of();
    } else {
      vocabulary.read(architecture);
    }
    vocabulary.values.putAll(GgufSpecials.of(folder, vocabulary.tokens));
    return vocabulary.values;
  }

  /** Whether what is in no piece becomes its bytes, as SentencePiece does. */
  private boolean isOfPieces() {
    return Boolean.TRUE.equals(model.get("byte_fallback"));
  }

  private void read(SentencePieceModel pieces) {
    var scores = new float[tokens.length];
    for (int id = 0; id < pieces.pieces().size(); id++) {
      var piece = pieces.pieces().get(id);
      set(piece.text(), (long) id, piece.kind().ordinal() + 1);
      scores[id] = piece.score();
    }
    addAdded();
    fill();
    putPieces(scores, pieces.dummyPrefix());
  }

  private void read(String architecture) {
    if (!"BPE".equals(model.get("type")) || !(model.get("vocab") instanceof Map<?, ?> vocab)) {
      throw new FormatException(file, "model", "only BPE is written as GGUF");
    }
    vocab.forEach((token, id) -> set((String) token, id, NORMAL));
    addAdded();
    fill();
    if (isOfPieces()) {
      markBytes();
      putPieces(scores(), Json.write(json).matches("(?s).*\"(Prepend|prepend_scheme\":\"(always|first))\".*"));
    } else {
      put("gpt2", architecture);
      values.put(PREFIX + "merges", GgufValue.texts(merges()));
    }
  }

  private void putPieces(float[] scores, boolean spaceBefore) {
    put("llama", "");
    values.put(PREFIX + "scores", GgufValue.f32s(scores));
    values.put(PREFIX + "add_space_prefix", GgufValue.bool(spaceBefore));
  }

  private void put(String kind, String architecture) {
    values.put(PREFIX + "model", GgufValue.text(kind));
    values.put(PREFIX + "pre", GgufValue.text(pretokenizer(architecture)));
    values.put(PREFIX + "tokens", GgufValue.texts(List.of(tokens)));
    values.put(PREFIX + "token_type", GgufValue.i32s(kinds));
  }

  private void set(String token, Object id, int kind) {
    if (!(id instanceof Long n) || n < 0 || n >= tokens.length) {
      throw new FormatException(file, "token " + FormatException.quote(token), "its id is " + id + ", the model has "
          + tokens.length + " tokens");
    }
    tokens[n.intValue()] = token;
    kinds[n.intValue()] = kind;
  }

  /** Tokens that are more than the model's own, or that no text becomes. */
  private void addAdded() {
    if (!(json.get("added_tokens") instanceof List<?> added)) return;
    for (var entry : added) {
      if (!(entry instanceof Map<?, ?> token && token.get("content") instanceof String text)) {
        throw new FormatException(file, "added_tokens", "expected objects with content");
      }
      int known = token.get("id") instanceof Long id && id >= 0 && id < kinds.length ? kinds[id.intValue()] : 0;
      if (known <= NORMAL) {
        set(text, token.get("id"), Boolean.TRUE.equals(token.get("special")) ? CONTROL : USER_DEFINED);
      }
    }
  }

  /** Rows of the embedding that no token has. */
  private void fill() {
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id] == null) set("[PAD" + id + "]", (long) id, UNUSED);
    }
  }

  private void markBytes() {
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id].matches("<0x[0-9A-F]{2}>")) kinds[id] = BYTE;
      else if (tokens[id].equals(model.get("unk_token"))) kinds[id] = UNKNOWN;
    }
  }

  /** How llama.cpp calls the pattern by which a text is cut into words first. */
  private String pretokenizer(String architecture) {
    return switch (architecture) {
      case "qwen2", "qwen3" -> "qwen2";
      case "gpt2" -> "gpt-2";
      default -> Json.write(json.get("pre_tokenizer")).contains("\\\\p{N}{1,3}") ? "llama-bpe" : "default";
    };
  }

  private List<String> merges() {
    var merges = new ArrayList<String>();
    if (model.get("merges") instanceof List<?> list) {
      for (var merge : list) {
        merges.add(switch (merge) {
          case String text -> text;
          case List<?> pair when pair.size() == 2 -> pair.get(0) + " " + pair.get(1);
          case null, default -> throw new FormatException(file, "model.merges", "expected pairs of tokens");
        });
      }
    }
    return merges;
  }

  /** The negative rank of the merge that makes a token: the highest is merged first. */
  private float[] scores() {
    var ranks = new HashMap<String, Integer>();
    var merges = merges();
    for (int rank = 0; rank < merges.size(); rank++) ranks.putIfAbsent(joined(merges.get(rank)), rank);
    var scores = new float[tokens.length];
    for (int id = 0; id < scores.length; id++) {
      scores[id] = kinds[id] == NORMAL ? -ranks.getOrDefault(tokens[id], merges.size()) : 0;
    }
    return scores;
  }

  /** A pair is written with a space between, which neither has inside: pieces write theirs as U+2581. */
  private static String joined(String merge) {
    int space = merge.indexOf(' ', 1);
    return space < 0 ? merge : merge.substring(0, space) + merge.substring(space + 1);
  }
}
