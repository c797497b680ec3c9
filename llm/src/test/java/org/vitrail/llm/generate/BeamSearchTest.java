package org.vitrail.llm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.engine.LoadedModel;
import org.vitrail.llm.generate.BeamSearch.Stopping;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.MinimumLength;
import org.vitrail.llm.generate.sample.NoRepeatNgrams;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.RepetitionPenalty;
import org.vitrail.tensor.io.Json;

class BeamSearchTest {
  @Test void findsWhatTheReferenceFinds() throws Exception {
    var folder = Path.of(getClass().getResource("/parity/generate_llama").toURI());
    var file = Path.of(getClass().getResource("/generate/beams.json").toURI());
    var searches = (List<?>) Json.readObject(file).get("searches");
    assertEquals(101, searches.size());
    var files = ModelFiles.find(folder.toString());
    try (var model = LoadedModel.engine(files, files.open())) {
      for (int i = 0; i < searches.size(); i++) compare("search " + i, (Map<?, ?>) searches.get(i), model);
    }
  }

  private static void compare(String name, Map<?, ?> o, LanguageModel model) {
    var stopping = Boolean.TRUE.equals(o.get("early_stopping")) ? Stopping.EARLY
        : o.get("early_stopping") instanceof String ? Stopping.NEVER : Stopping.HEURISTIC;
    int beams = ((Number) o.get("num_beams")).intValue();
    var ends = new BitSet();
    for (int end : ints(o.get("ends"))) ends.set(end);
    var processors = new ArrayList<Processor>();
    if (o.get("repetition_penalty") instanceof Number p) processors.add(new RepetitionPenalty(p.doubleValue()));
    if (o.get("no_repeat_ngram_size") instanceof Number n) processors.add(new NoRepeatNgrams(n.intValue()));
    if (o.get("min_new_tokens") instanceof Number n) {
      processors.add(new MinimumLength(n.intValue(), ints(o.get("ends"))));
    }
    var search = new BeamSearch(beams, ((Number) o.get("length_penalty")).doubleValue(), stopping);
    var found = search.search(model, List.of(History.of(ints(o.get("prompt")))), () -> Processor.chain(processors),
        new BeamSearch.Limits(((Number) o.get("max_new_tokens")).intValue(), ends), () -> false).getFirst();
    var texts = (List<?>) o.get("texts");
    var scores = (List<?>) o.get("scores");
    assertEquals(texts.size(), found.size(), name);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(ints(texts.get(i)), found.get(i).tokens(), name + " " + o);
      double expected = ((Number) scores.get(i)).doubleValue();
      assertEquals(expected, found.get(i).score(), 1e-4 * Math.max(1, Math.abs(expected)), name);
    }
  }

  private static int[] ints(Object list) {
    return ((List<?>) list).stream().mapToInt(x -> ((Number) x).intValue()).toArray();
  }

  @Property(tries = 100) void oneBeamIsGreedy(@ForAll @IntRange(max = 1000) int seed) {
    var generation = Generation.with(PrefixModel.trigrams(30, 40, seed), new Bytes()).maxTokens(12).end(3, 4);
    var greedy = generation.logProbabilities().generate(7, 8);
    var beam = generation.beams(new BeamSearch(1, 1, Stopping.EARLY)).generate(7, 8);
    assertArrayEquals(greedy.tokens(), beam.tokens());
    assertArrayEquals(greedy.logProbabilities(), beam.logProbabilities());
    assertEquals(greedy.finish(), beam.finish());
  }

  /** With as many beams as there are texts the search is exhaustive. */
  @Property(tries = 50) void manyBeamsFindTheLikeliestText(@ForAll @IntRange(max = 1000) int seed) {
    var model = PrefixModel.hash(5, 10, seed, 4);
    var best = new BeamSearch(125, 0, Stopping.NEVER).search(model, List.of(History.of(1)),
        () -> (history, scores) -> {}, new BeamSearch.Limits(3, new BitSet()), () -> false).getFirst();
    assertEquals(125, best.size());
    double likeliest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int text = 0; text < 125; text++) {
      double score = logProbability(model, 1, text / 25, text / 5 % 5, text % 5);
      likeliest = Math.max(likeliest, score);
      sum += Math.exp(score);
    }
    assertEquals(1, sum, 1e-5);
    assertEquals(likeliest, best.getFirst().score(), 1e-5);
  }

  private static double logProbability(LanguageModel model, int... tokens) {
    var rows = model.begin().readAll(tokens);
    double sum = 0;
    for (int i = 0; i + 1 < tokens.length; i++) {
      org.vitrail.llm.generate.sample.Softmax.toLogProbabilities(rows[i]);
      sum += rows[i][tokens[i + 1]];
    }
    return sum;
  }

  @Property(tries = 30) void promptsTogetherGiveWhatEachGivesAlone(@ForAll @IntRange(max = 1000) int seed) {
    var model = PrefixModel.hash(20, 30, seed, 10);
    var ends = new BitSet();
    ends.set(3, 7);
    var search = BeamSearch.of(3);
    var limits = new BeamSearch.Limits(10, ends);
    var prompts = List.of(History.of(1), History.of(2, 9, 4), History.of(5, 5));
    var together = search.search(model, prompts, () -> new RepetitionPenalty(1.2), limits, () -> false);
    for (int i = 0; i < prompts.size(); i++) {
      var alone = search.search(model, List.of(prompts.get(i)), () -> new RepetitionPenalty(1.2), limits, () -> false);
      assertEquals(alone.getFirst().size(), together.get(i).size());
      for (int j = 0; j < alone.getFirst().size(); j++) {
        assertArrayEquals(alone.getFirst().get(j).tokens(), together.get(i).get(j).tokens());
      }
    }
  }

  @Test void cancellationKeepsTheBestBeam() {
    var generation = Generation.with(PrefixModel.hash(256, 40, 1, 9), new Bytes()).beams(BeamSearch.of(3));
    var completion = generation.cancelWhen(() -> true).generate("abc");
    assertEquals(Finish.CANCELLED, completion.finish());
    assertEquals(1, completion.tokens().length);
    assertTrue(assertThrows(IllegalArgumentException.class, () -> generation.temperature(1).generate("x"))
        .getMessage().contains("temperature"));
  }
}
