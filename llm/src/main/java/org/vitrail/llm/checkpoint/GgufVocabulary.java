package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.GgufValue;
import org.vitrail.tensor.io.Json;

/**
 * A {@code tokenizer.json} as metadata of GGUF: tokens and their kinds, merges or scores, and the special tokens. Byte
 * pairs that came from SentencePiece get the scores that make llama.cpp merge in the same order.
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
    this.json = Json.readObject(file);
    this.model = object(json.get("model"), "model");
    this.tokens = new String[size];
    this.kinds = new int[size];
  }

  /**
   * The metadata of the tokenizer in {@code folder}; none if there is no {@code tokenizer.json}.
   *
   * @param size rows of the token embedding
   * @param architecture llama.cpp's name of the family
   */
  static Map<String, GgufValue> of(Path folder, int size, String architecture) throws IOException {
    var file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) return Map.of();
    var vocabulary = new GgufVocabulary(file, size);
    vocabulary.read(architecture);
    vocabulary.readSpecials(folder);
    return vocabulary.values;
  }

  private void read(String architecture) {
    if (!"BPE".equals(model.get("type"))) {
      throw new FormatException(file, "model", "only BPE is written as GGUF, not " + model.get("type"));
    }
    object(model.get("vocab"), "model.vocab").forEach((token, id) -> set("" + token, id, NORMAL));
    if (json.get("added_tokens") instanceof List<?> added) {
      for (var entry : added) {
        var token = object(entry, "added_tokens");
        int kind = Boolean.TRUE.equals(token.get("special")) ? CONTROL : USER_DEFINED;
        set("" + token.get("content"), token.get("id"), kind);
      }
    }
    boolean pieces = Boolean.TRUE.equals(model.get("byte_fallback"));
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id] == null) {
        tokens[id] = "[PAD" + id + "]";
        kinds[id] = UNUSED;
      } else if (pieces && tokens[id].matches("<0x[0-9A-F]{2}>")) {
        kinds[id] = BYTE;
      } else if (tokens[id].equals(model.get("unk_token"))) {
        kinds[id] = UNKNOWN;
      }
    }
    values.put(PREFIX + "model", GgufValue.text(pieces ? "llama" : "gpt2"));
    values.put(PREFIX + "pre", GgufValue.text(pieces ? "default" : pretokenizer(architecture)));
    values.put(PREFIX + "tokens", GgufValue.texts(List.of(tokens)));
    values.put(PREFIX + "token_type", GgufValue.i32s(kinds));
    if (pieces) values.put(PREFIX + "scores", GgufValue.f32s(scores()));
    else values.put(PREFIX + "merges", GgufValue.texts(merges()));
  }

  private void set(String token, Object id, int kind) {
    if (!(id instanceof Long n) || n < 0 || n >= tokens.length) {
      throw new FormatException(file, "token " + FormatException.quote(token), "its id is " + id + ", the model has "
          + tokens.length + " tokens");
    }
    tokens[n.intValue()] = token;
    kinds[n.intValue()] = kind;
  }

  /** How llama.cpp calls the pattern by which a text is cut into words first. */
  private String pretokenizer(String architecture) {
    var pattern = Json.write(json.get("pre_tokenizer"));
    return switch (architecture) {
      case "qwen2", "qwen3" -> "qwen2";
      case "gpt2" -> "gpt-2";
      default -> pattern.contains("\\\\p{N}{1,3}") ? "llama-bpe" : "default";
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

  /** A pair is written with the space between that neither has inside; pieces of spaces are U+2581. */
  private static String joined(String merge) {
    int space = merge.indexOf(' ', 1);
    return space < 0 ? merge : merge.substring(0, space) + merge.substring(space + 1);
  }

  private void readSpecials(Path folder) throws IOException {
    var config = read(folder, "config.json");
    var generation = read(folder, "generation_config.json");
    var settings = read(folder, "tokenizer_config.json");
    special("bos", settings.get("bos_token"), config.get("bos_token_id"));
    special("eos", settings.get("eos_token"), config.get("eos_token_id"), generation.get("eos_token_id"));
    special("unknown", settings.get("unk_token"));
    special("padding", settings.get("pad_token"), config.get("pad_token_id"));
    for (var flag : List.of("add_bos_token", "add_eos_token")) {
      if (settings.get(flag) instanceof Boolean truth) values.put(PREFIX + flag, GgufValue.bool(truth));
    }
    var template = folder.resolve("chat_template.jinja");
    var text = Files.isRegularFile(template) ? Files.readString(template) : settings.get("chat_template");
    if (text instanceof String chat) values.put("tokenizer.chat_template", GgufValue.text(chat));
  }

  private static Map<String, Object> read(Path folder, String name) throws IOException {
    return Files.isRegularFile(folder.resolve(name)) ? Json.readObject(folder.resolve(name)) : Map.of();
  }

  /** The first of some ways to say which token it is: its text, an object with it, its id, or a list of ids. */
  private void special(String role, Object... ways) {
    for (var way : ways) {
      int id = switch (way) {
        case String token -> List.of(tokens).indexOf(token);
        case Map<?, ?> token -> List.of(tokens).indexOf(String.valueOf(token.get("content")));
        case Long n when n >= 0 && n < tokens.length -> n.intValue();
        case List<?> list when !list.isEmpty() && list.getFirst() instanceof Long n && n >= 0 && n < tokens.length ->
            n.intValue();
        case null, default -> -1;
      };
      if (id >= 0) {
        values.put(PREFIX + role + "_token_id", GgufValue.u32(id));
        return;
      }
    }
  }

  private Map<?, ?> object(Object value, String place) {
    if (value instanceof Map<?, ?> map) return map;
    throw new FormatException(file, place, "expected an object");
  }
}
