package org.vitrail.llm.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Sampler;
import org.vitrail.llm.token.TextStream;

/** Writes texts as some {@link Settings} ask for. */
record Writer(LanguageModel model, Settings settings) {

  /** One text; {@code number} is that of its random stream. */
  Completion write(int[] prompt, int number, Consumer<String> listener) {
    if (settings.beams != null) return best(prompt, listener);
    long start = System.nanoTime();
    var row = row(prompt, number, listener);
    var sequence = (settings.cache == null ? new PromptCache() : settings.cache).begin(model, prompt);
    int cached = sequence.length();
    var loop = new Loop(model, settings.cancelled);
    if (settings.draft == null) {
      loop.run(row, sequence);
      return completion(row, figures(row, cached, start, loop.firstScores()));
    }
    if (settings.guidance != 1) throw new IllegalArgumentException("guidance and a draft do not go together");
    var speculation = new Speculation(row, sequence, Drafter.of(settings.draft, model, settings),
        Sampler.stream(settings.seed, number), new Choice(settings.temperature == 0, model.vocabulary()));
    loop.run(row, sequence, speculation);
    return completion(row, figures(row, cached, start, loop.firstScores())
        .with(speculation.proposed(), speculation.accepted()));
  }

  /** Several texts together; one by one where more is read for a text than its tokens. */
  List<Completion> writeAll(List<int[]> prompts) {
    if (settings.beams != null || settings.draft != null || settings.guidance != 1) {
      return IntStream.range(0, prompts.size()).mapToObj(i -> write(prompts.get(i), i, piece -> {})).toList();
    }
    long start = System.nanoTime();
    var rows = IntStream.range(0, prompts.size()).mapToObj(i -> row(prompts.get(i), i, piece -> {})).toList();
    var loop = new Loop(model, settings.cancelled);
    loop.run(rows);
    return rows.stream().map(row -> completion(row, figures(row, 0, start, loop.firstScores()))).toList();
  }

  /** The best text that beams find. */
  private Completion best(int[] prompt, Consumer<String> listener) {
    if (settings.temperature > 0) {
      throw new IllegalArgumentException("beams take the likeliest tokens; leave the temperature at 0");
    }
    if (!settings.stops.isEmpty()) {
      throw new IllegalArgumentException("beams end at end tokens only; leave the stop strings out");
    }
    long start = System.nanoTime();
    var limits = settings.limits(model, prompt.length);
    var found = settings.beams.search(model, List.of(History.of(prompt)), () -> settings.processor(model, prompt),
        new BeamSearch.Limits(limits.most(), settings.ends), settings.cancelled).getFirst();
    var tokens = found.isEmpty() ? new int[0] : found.getFirst().tokens();
    var row = row(prompt, 0, listener);
    var scores = settings.logProbabilities && tokens.length > 0
        ? model.begin().readAll(IntStream.concat(IntStream.of(prompt), IntStream.of(tokens)).toArray()) : null;
    for (int i = 0; i < tokens.length && row.goesOn(); i++) {
      row.add(tokens[i], scores == null ? null : scores[prompt.length - 1 + i]);
    }
    if (row.goesOn()) row.finish(settings.cancelled.getAsBoolean() ? Finish.CANCELLED : Finish.COMPLETE);
    return completion(row, figures(row, 0, start, start));
  }

  private Row row(int[] prompt, int number, Consumer<String> listener) {
    var limits = settings.limits(model, prompt.length);
    var text = new WrittenText(new TextStream(settings.tokenizer::bytes), settings.stops, listener);
    return new Row(History.of(prompt), settings.processor(model, prompt), settings.sampler(number), text, limits,
        settings.logProbabilities);
  }

  private Completion completion(Row row, Completion.Figures figures) {
    return new Completion(row.text(), row.history().chosenTokens(), row.logProbabilities(), row.finish(),
        settings.isComplete(row.history()), figures);
  }

  private static Completion.Figures figures(Row row, int cached, long start, long firstScores) {
    return new Completion.Figures(row.history().prompt(), cached, (firstScores - start) / 1e9,
        Math.max(0, row.ended() - firstScores) / 1e9, 0, 0);
  }
}
