package org.vitrail.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    json.put("prompt_tokens_per_second", promptRate(f));
    json.put("tokens_per_second", text.tokens().length / f.seconds());
    if (f.proposed() > 0) {
      json.put("draft_tokens", f.proposed());
      json.put("draft_accepted", f.accepted());
    }
    json.put("seed", seed);
    return json;
  }

  private static double promptRate(Completion.Figures f) {
    return (f.prompt() - f.cached()) / f.promptSeconds();
  }

  /** Sentences for the user: the pace, and what ended a text early. */
  static List<String> notices(List<Completion> texts, SamplingOptions sampling) {
    var notices = new ArrayList<String>();
    notices.add(pace(texts) + (sampling.drawn ? "; seed " + sampling.seed : ""));
    var f = texts.getFirst().figures();
    if (f.proposed() > 0) notices.add(f.accepted() + " of " + f.proposed() + " guesses of the draft were right");
    if (texts.stream().anyMatch(text -> text.finish() == Finish.CONTEXT)) {
      notices.add("the model's context is full: give it a shorter prompt if it should write more");
    }
    if (texts.stream().anyMatch(text -> !text.complete())) {
      notices.add("the text breaks off before it is complete: raise -n " + sampling.tokens + ", or ask for less");
    }
    return notices;
  }

  /** {@code prompt 12 tokens at 80.0/s, text 64 tokens at 30.1/s, ended by length}. */
  static String pace(List<Completion> texts) {
    var f = texts.getFirst().figures();
    int prompt = texts.stream().mapToInt(text -> text.figures().prompt() - text.figures().cached()).sum();
    int written = texts.stream().mapToInt(text -> text.tokens().length).sum();
    var reason = texts.stream().map(text -> text.finish().name().toLowerCase(Locale.ROOT)).distinct().toList();
    return String.format(Locale.ROOT, "prompt %s, text %s, ended by %s", tokens(prompt, f.promptSeconds()),
        tokens(written, f.seconds()), String.join(" and ", reason));
  }

  private static String tokens(int count, double seconds) {
    var tokens = count + (count == 1 ? " token" : " tokens");
    return seconds <= 0 ? tokens : String.format(Locale.ROOT, "%s at %.1f/s", tokens, count / seconds);
  }
}
