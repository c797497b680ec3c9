package org.vitrail.llm.token;

import java.util.List;
import java.util.function.IntPredicate;
import org.vitrail.llm.token.Splitter.Behaviour;
import org.vitrail.llm.token.regex.Properties;
import org.vitrail.llm.token.regex.Regex;

/** Reads the {@code pre_tokenizer} of a tokenizer.json. */
final class JsonSplitters {
  private JsonSplitters() {}

  /** @param bytes whether words are to be seen as bytes, as the last step of a byte-level tokenizer says */
  record Read(Splitter splitter, boolean bytes) {}

  static Read read(Field json) {
    if (!json.exists()) return new Read(Splitter.NONE, false);
    var read = new Read(Splitter.NONE, false);
    for (var step : steps(json)) {
      if (read.bytes) throw step.get("type").wrong("a step after ByteLevel is not supported");
      var next = splitter(step);
      read = new Read(read.splitter == Splitter.NONE ? next : read.splitter.then(next),
          step.get("type").text().equals("ByteLevel"));
    }
    return read;
  }

  private static List<Field> steps(Field json) {
    if (!json.get("type").text().equals("Sequence")) return List.of(json);
    return json.get("pretokenizers").list().stream().flatMap(step -> steps(step).stream()).toList();
  }

  private static Splitter splitter(Field json) {
    return switch (json.get("type").text()) {
      case "ByteLevel" -> byteLevel(json.get("add_prefix_space").flag(true), json.get("use_regex").flag(true));
      case "Split" -> Splitter.at(delimiters(json.get("pattern")), behaviour(json.get("behavior")),
          json.get("invert").flag(false));
      case "Whitespace" -> Splitter.at(Regex.of("\\w+|[^\\w\\s]+")::find, Behaviour.REMOVED, true);
      case "WhitespaceSplit" -> at(Properties::isSpace, Behaviour.REMOVED);
      case "CharDelimiterSplit" -> Splitter.at(Splitter.literal(json.get("delimiter").text()), Behaviour.REMOVED,
          false);
      case "BertPreTokenizer" -> bert();
      case "Digits" -> at(JsonSplitters::isNumber,
          json.get("individual_digits").flag(false) ? Behaviour.ISOLATED : Behaviour.CONTIGUOUS);
      case "Punctuation" -> at(BertNormalizer::isPunctuation,
          json.get("behavior").exists() ? behaviour(json.get("behavior")) : Behaviour.ISOLATED);
      case "Metaspace" -> metaspace(json);
      default -> throw json.get("type").wrong("this pre-tokenizer is not supported");
    };
  }

  private static Splitter at(IntPredicate kind, Behaviour behaviour) {
    return Splitter.at(Splitter.characters(kind), behaviour, false);
  }

  static Splitter bert() {
    return at(Properties::isSpace, Behaviour.REMOVED).then(at(BertNormalizer::isPunctuation, Behaviour.ISOLATED));
  }

  private static boolean isNumber(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static Splitter.Delimiters delimiters(Field pattern) {
    if (pattern.get("Regex").exists()) return JsonNormalizers.regex(pattern.get("Regex"))::find;
    return Splitter.literal(pattern.get("String").text());
  }

  private static Behaviour behaviour(Field json) {
    return switch (json.text()) {
      case "Removed" -> Behaviour.REMOVED;
      case "Isolated" -> Behaviour.ISOLATED;
      case "MergedWithPrevious" -> Behaviour.MERGED_WITH_PREVIOUS;
      case "MergedWithNext" -> Behaviour.MERGED_WITH_NEXT;
      case "Contiguous" -> Behaviour.CONTIGUOUS;
      default -> throw json.wrong("this behaviour is not known");
    };
  }

  private static Splitter byteLevel(boolean prefixed, boolean cut) {
    Splitter prefix = (text, first, words) -> words.accept(text.startsWith(" ") ? text : " " + text);
    var words = cut ? Splitter.isolating(Patterns.regex(Patterns.GPT2)) : Splitter.NONE;
    return !prefixed ? words : prefix.then(words);
  }

  private static Splitter metaspace(Field json) {
    var space = json.get("replacement").text("▁");
    var prefix = Metaspace.of(json);
    var cut = Splitter.at(Splitter.literal(space), Behaviour.MERGED_WITH_NEXT, false);
    Splitter mark = (text, first, words) -> {
      var marked = text.replace(" ", space);
      boolean prefixed = prefix == Metaspace.ALWAYS || prefix == Metaspace.FIRST && first;
      words.accept(prefixed && !marked.startsWith(space) ? space + marked : marked);
    };
    return json.get("split").flag(true) ? mark.then(cut) : mark;
  }
}
