package org.vitrail.cli.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.vitrail.llm.generate.Completion;
import org.vitrail.llm.generate.Finish;

/** What is told of generated texts: their figures, and what a user should know. */
final class GenerationFigures {
  private GenerationFigures() {}

  /** One text, for {@code --json}. */
  static Map<String, Object> json(String prompt, Completion text, long seed) {
    var f = text.figures();
    var json = new LinkedHashMap<String, Object>();
    json.put("prompt", prompt);
    json.put("text", text.text());
    json.put("finish", text.finish().name().toLowerCase(Locale.ROOT));
    json.put("complete", text.complete());
    json.put("tokens", text.tokens().length);
    json.put("prompt_tokens", f.prompt());
    json.put("cached_tokens", f.cached());
    json.put("prompt_tokens_per_second", rate(f.prompt() - f.cached(), f.promptSeconds()));
    json.put("tokens_per_second", rate(text.tokens().length, f.seconds()));
    if (f.proposed() > 0) {
      json.put("draft_tokens", f.proposed());
      json.put("draft_accepted", f.accepted());
    }
    json.put("seed", seed);
    return json;
  }

  private static double rate(int count, double seconds) {
    return seconds <= 0 ? 0 : count / seconds;
  }

  /**
   * Sentences for the user: the pace, and what ended a text early.
   *
   * @param together whether the texts were written at the same time, not one after the other
   * @param context of the model
   */
  static List<String> notices(List<Completion> texts, boolean together, SamplingOptions sampling, int context) {
    var notices = new ArrayList<String>();
    notices.add(pace(texts, together) + (sampling.drawn ? "; seed " + sampling.seed : ""));
    int proposed = texts.stream().mapToInt(text -> text.figures().proposed()).sum();
    int accepted = texts.stream().mapToInt(text -> text.figures().accepted()).sum();
    if (proposed > 0) notices.add(accepted + " of " + proposed + " guesses of the draft were right");
    if (texts.stream().anyMatch(text -> text.finish() == Finish.CONTEXT)) {
      notices.add(full(context) + "; a shorter prompt leaves more room for the text");
    }
    if (texts.stream().anyMatch(text -> !text.complete())) {
      notices.add("the text breaks off before it is complete: raise -n " + sampling.tokens + ", or ask for less");
    }
    return notices;
  }

  /** Why a text ended with {@link Finish#CONTEXT}. */
  static String full(int context) {
    return "the model's context of " + context + " tokens is full";
  }

  /** {@code prompt 12 tokens at 80.0/s, text 64 tokens at 30.1/s, ended by length}. */
  static String pace(List<Completion> texts, boolean together) {
    int prompt = texts.stream().mapToInt(text -> text.figures().prompt() - text.figures().cached()).sum();
    int written = texts.stream().mapToInt(text -> text.tokens().length).sum();
    var promptSeconds = texts.stream().mapToDouble(text -> text.figures().promptSeconds());
    var seconds = texts.stream().mapToDouble(text -> text.figures().seconds());
    var reason = texts.stream().map(text -> text.finish().name().toLowerCase(Locale.ROOT)).distinct().toList();
    return String.format(Locale.ROOT, "prompt %s, text %s, ended by %s", tokens(prompt, total(promptSeconds, together)),
        tokens(written, total(seconds, together)), String.join(" and ", reason));
  }

  private static double total(DoubleStream seconds, boolean together) {
    return together ? seconds.max().orElse(0) : seconds.sum();
  }

  private static String tokens(int count, double seconds) {
    var tokens = count + (count == 1 ? " token" : " tokens");
    return seconds <= 0 ? tokens : String.format(Locale.ROOT, "%s at %.1f/s", tokens, count / seconds);
  }
}
