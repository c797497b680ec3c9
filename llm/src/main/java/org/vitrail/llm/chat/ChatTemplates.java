package org.vitrail.llm.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.Json;

/** Finds the chat template of a model. */
public final class ChatTemplates {
  private ChatTemplates() {}

  /**
   * The template in a model's folder ({@code chat_template.jinja}, or {@code tokenizer_config.json}, where it may be
   * one of several, called "default"), or in a GGUF file; empty if there is none.
   */
  public static Optional<ChatTemplate> open(Path model) throws IOException {
    if (model.toString().endsWith(".gguf")) {
      try (var gguf = Gguf.open(model)) {
        return template(model, gguf.metadata().get("tokenizer.chat_template"));
      }
    }
    var folder = Files.isDirectory(model) ? model : model.toAbsolutePath().getParent();
    var jinja = folder.resolve("chat_template.jinja");
    if (Files.exists(jinja)) return template(jinja, Files.readString(jinja));
    var config = folder.resolve("tokenizer_config.json");
    return Files.exists(config) ? template(config, Json.readObject(config).get("chat_template")) : Optional.empty();
  }

  private static Optional<ChatTemplate> template(Path file, Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case String source -> Optional.of(parse(file, source));
      case List<?> named -> named.stream().filter(entry -> entry instanceof Map<?, ?> map
          && "default".equals(map.get("name")))
          .findFirst().flatMap(entry -> template(file, ((Map<?, ?>) entry).get("template")));
      default -> throw new FormatException(file, "chat_template", "expected a text");
    };
  }

  private static ChatTemplate parse(Path file, String source) {
    try {
      return ChatTemplate.of(source);
    } catch (TemplateException e) {
      throw new FormatException(file, e.getMessage());
    }
  }

  /** The variables {@code bos_token} and {@code eos_token}, which most templates use. */
  public static Map<String, Object> variables(Tokenizer tokenizer) {
    var specials = tokenizer.specials();
    var variables = new HashMap<String, Object>();
    if (specials.bos() >= 0) variables.put("bos_token", tokenizer.piece(specials.bos()));
    if (!specials.eos().isEmpty()) variables.put("eos_token", tokenizer.piece(specials.eos().getFirst()));
    return variables;
  }
}
