package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads the {@code decoder} of a tokenizer.json. */
final class JsonSpellings {
  private JsonSpellings() {}

  /** Rewrites a token, given the one before it, which is null for the first. */
  private interface Step {
    String apply(String token, String previous);
  }

  static Spelling read(Field json) {
    if (!json.exists()) return text((token, previous) -> previous == null ? token : " " + token);
    var steps = steps(json);
    var types = steps.stream().map(step -> step.get("type").text()).toList();
    var chain = new ArrayList<Step>();
    for (int i = 0; i < steps.size(); i++) {
      var step = step(steps.get(i), types.subList(0, i).contains("Fuse"));
      if (step != null) chain.add(step);
    }
    Step all = (token, previous) -> {
      var spelt = token;
      for (var step : chain) spelt = step.apply(spelt, previous);
      return spelt;
    };
    if (types.contains("ByteLevel")) return (token, previous) -> ByteAlphabet.read(all.apply(token, previous));
    return types.contains("ByteFallback") ? withBytes(all) : text(all);
  }

  /** Word pieces, in English without the spaces before punctuation. */
  static Spelling wordPieces(String prefix) {
    return text(wordPiece(prefix, true));
  }

  private static List<Field> steps(Field json) {
    if (!json.get("type").text().equals("Sequence")) return List.of(json);
    return json.get("decoders").list().stream().flatMap(step -> steps(step).stream()).toList();
  }

  private static Spelling text(Step step) {
    return (token, previous) -> step.apply(token, previous).getBytes(StandardCharsets.UTF_8);
  }

  private static Spelling withBytes(Step step) {
    return (token, previous) -> {
      int b = ByteTokens.value(token);
      return b >= 0 ? new byte[] {(byte) b} : step.apply(token, previous).getBytes(StandardCharsets.UTF_8);
    };
  }

  /** @param fused whether the step sees the whole text, not single tokens; null for a step that changes no token */
  private static Step step(Field json, boolean fused) {
    return switch (json.get("type").text()) {
      case "ByteLevel", "ByteFallback", "Fuse" -> null;
      case "WordPiece" -> wordPiece(json.get("prefix").text("##"), json.get("cleanup").flag(true));
      case "Metaspace" -> metaspace(json.get("replacement").text("▁"), Metaspace.of(json) != Metaspace.NEVER);
      case "BPEDecoder" -> suffixed(json.get("suffix").text("</w>"));
      case "Replace" -> each(JsonNormalizers.replace(json));
      case "Strip" -> strip(json, fused);
      default -> throw json.get("type").wrong("this decoder is not supported");
    };
  }

  private static Step each(UnaryOperator<String> change) {
    return (token, _) -> change.apply(token);
  }

  private static Step metaspace(String space, boolean prefixed) {
    return (token, previous) -> token.replace(space, previous == null && prefixed ? "" : " ");
  }

  /** The space that a suffix stands for comes with the next token, as there is none at the end. */
  private static Step suffixed(String suffix) {
    return (token, previous) ->
        (previous != null && !suffix.isEmpty() && previous.endsWith(suffix) ? " " : "") + token.replace(suffix, "");
  }

  private static Step strip(Field json, boolean fused) {
    var content = json.get("content").text();
    int start = json.get("start").integer();
    int stop = json.get("stop").integer();
    if (fused && (start > 1 || stop > 0)) {
      throw json.wrong("taking off more than the first character of a text is not supported");
    }
    return (token, previous) -> {
      int from = 0;
      int to = token.length();
      if (fused && previous != null) return token;
      for (int i = 0; i < start && token.startsWith(content, from); i++) from += content.length();
      for (int i = 0; i < stop && to - content.length() >= from
          && token.startsWith(content, to - content.length()); i++) to -= content.length();
      return token.substring(from, to);
    };
  }

  private static Step wordPiece(String prefix, boolean tidy) {
    return (token, previous) -> {
      var spelt = previous == null ? token : token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
      return tidy ? tidied(spelt) : spelt;
    };
  }

  /** Without the spaces that English does not have. */
  private static String tidied(String text) {
    if (text.indexOf(' ') < 0) return text;
    return text.replace(" .", ".").replace(" ?", "?").replace(" !", "!").replace(" ,", ",").replace(" ' ", "'")
        .replace(" n't", "n't").replace(" 'm", "'m").replace(" do not", " don't").replace(" 's", "'s")
        .replace(" 've", "'ve").replace(" 're", "'re");
  }
}
