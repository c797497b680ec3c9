package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.tensor.io.GgufValue;
import org.vitrail.tensor.io.Json;

/** Which tokens begin and end a text, and how a chat is written, as the settings beside a tokenizer say. */
final class GgufSpecials {
  private final Map<String, Integer> ids = new HashMap<>();
  private final int size;
  private final Map<String, GgufValue> values = new LinkedHashMap<>();

  private GgufSpecials(String[] tokens) {
    size = tokens.length;
    for (int id = 0; id < size; id++) ids.putIfAbsent(tokens[id], id);
  }

  static Map<String, GgufValue> of(Path folder, String[] tokens) throws IOException {
    var specials = new GgufSpecials(tokens);
    specials.read(folder);
    return specials.values;
  }

  /** What the vocabulary itself says. */
  static Map<String, GgufValue> of(Tokenizer tokenizer) {
    var specials = new GgufSpecials(new String[tokenizer.size()]);
    var known = tokenizer.specials();
    specials.token("bos", (long) known.bos());
    specials.token("eos", known.eos().stream().map(Integer::longValue).toList());
    specials.token("unknown", (long) known.unk());
    specials.token("padding", (long) known.pad());
    return specials.values;
  }

  private void read(Path folder) throws IOException {
    var config = json(folder, "config.json");
    var generation = json(folder, "generation_config.json");
    var settings = json(folder, "tokenizer_config.json");
    token("bos", settings.get("bos_token"), config.get("bos_token_id"));
    token("eos", settings.get("eos_token"), config.get("eos_token_id"), generation.get("eos_token_id"));
    token("unknown", settings.get("unk_token"));
    token("padding", settings.get("pad_token"), config.get("pad_token_id"));
    for (var flag : List.of("add_bos_token", "add_eos_token")) {
      if (settings.get(flag) instanceof Boolean truth) values.put("tokenizer.ggml." + flag, GgufValue.bool(truth));
    }
    var template = folder.resolve("chat_template.jinja");
    var text = Files.isRegularFile(template) ? Files.readString(template) : settings.get("chat_template");
    if (text instanceof String chat) values.put("tokenizer.chat_template", GgufValue.text(chat));
  }

  private static Map<String, Object> json(Path folder, String name) throws IOException {
    return Files.isRegularFile(folder.resolve(name)) ? Json.readObject(folder.resolve(name)) : Map.of();
  }

  /** The first of some ways to say which token it is: its text, an object with it, its id, or a list of ids. */
  private void token(String role, Object... ways) {
    for (var way : ways) {
      long id = switch (way) {
        case String token -> ids.getOrDefault(token, -1);
        case Map<?, ?> token -> ids.getOrDefault(String.valueOf(token.get("content")), -1);
        case Long n -> n;
        case List<?> list when !list.isEmpty() && list.getFirst() instanceof Long n -> n;
        case null, default -> -1;
      };
      if (id >= 0 && id < size) {
        values.put("tokenizer.ggml." + role + "_token_id", GgufValue.u32(id));
        return;
      }
    }
  }
}
