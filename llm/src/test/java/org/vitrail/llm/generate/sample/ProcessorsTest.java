package org.vitrail.llm.generate.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.tensor.io.Json;

class ProcessorsTest {
  private static final float OUT = Float.NEGATIVE_INFINITY;
  private static final Map<String, DoubleFunction<Processor>> KINDS = Map.of(
      "repetition", RepetitionPenalty::new, "ngrams", p -> new NoRepeatNgrams((int) p), "temperature", Temperature::new,
      "topk", p -> new TopK((int) p), "topp", TopP::new, "minp", MinP::new, "typical", Typical::new);

  @ParameterizedTest
  @ValueSource(strings = {"repetition", "ngrams", "temperature", "topk", "topp", "minp", "typical"})
  void doesWhatTheReferenceDoes(String kind) throws Exception {
    var file = Path.of(ProcessorsTest.class.getResource("/generate/processors.json").toURI());
    var rows = (List<?>) Json.readObject(file).get(kind);
    assertEquals(200, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      var row = (Map<?, ?>) rows.get(i);
      var in = scores((List<?>) row.get("in"), 1 / 16f);
      var out = in.clone();
      var tokens = ((List<?>) row.get("tokens")).stream().mapToInt(t -> ((Number) t).intValue()).toArray();
      KINDS.get(kind).apply(((Number) row.get("p")).doubleValue()).process(History.of(tokens), out);
      var expected = row.get("out") instanceof String letters ? kept(in, letters) : scores((List<?>) row.get("out"), 1);
      assertArrayEquals(expected, out, kind + " of row " + i + ", p = " + row.get("p"));
    }
  }

  private static float[] scores(List<?> values, float unit) {
    var scores = new float[values.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = values.get(i) instanceof Number x ? x.floatValue() * unit : OUT;
    }
    return scores;
  }

  private static float[] kept(float[] in, String letters) {
    var out = in.clone();
    for (int i = 0; i < out.length; i++) if (letters.charAt(i) == '.') out[i] = OUT;
    return out;
  }

  @Test void tokensAreForcedSuppressedAndEndsHeldBack() {
    var history = History.of(1, 2);
    assertArrayEquals(new float[] {1, OUT, 3}, after(new MinimumLength(1, 1), history));
    assertArrayEquals(new float[] {OUT, OUT, 0}, after(new Forced(0, 2), history));
    assertArrayEquals(new float[] {OUT, 2, 3}, after(new Suppressed(true, 0), history));
    history.add(0);
    assertArrayEquals(new float[] {1, 2, 3}, after(new MinimumLength(1, 1), history));
    assertArrayEquals(new float[] {1, 2, 3}, after(new Forced(0, 2), history));
    assertArrayEquals(new float[] {1, 2, 3}, after(new Suppressed(true, 0), history));
    assertArrayEquals(new float[] {1, 2, OUT}, after(new Suppressed(false, 2), history));
  }

  private static float[] after(Processor processor, History history) {
    var scores = new float[] {1, 2, 3};
    processor.process(history, scores);
    return scores;
  }

  /** What top-p and top-k keep of a large vocabulary is what sorting it keeps. */
  @Test void selectionAgreesWithSorting() {
    var random = RandomGenerator.of("L64X128MixRandom");
    for (int size : new int[] {1, 2, 1000, 20_000}) {
      var scores = new float[size];
      for (int i = 0; i < size; i++) scores[i] = Math.round(random.nextGaussian() * 100) / 20f;
      var sorted = scores.clone();
      Arrays.sort(sorted);
      double[] probabilities = new double[size];
      Softmax.probabilities(sorted, probabilities);
      for (double p : new double[] {0.001, 0.3, 0.9, 0.999}) {
        double sum = 0;
        int keep = 0;
        while (sum < p) sum += probabilities[size - ++keep];
        var out = scores.clone();
        new TopP(p).process(History.of(), out);
        assertEquals(keep, count(out), size + " " + p);
        var expected = Arrays.copyOfRange(sorted, size - keep, size);
        Arrays.sort(out);
        assertArrayEquals(expected, Arrays.copyOfRange(out, size - keep, size));
        var top = scores.clone();
        new TopK(keep).process(History.of(), top);
        for (int i = 0; i < size; i++) assertEquals(scores[i] >= sorted[size - keep], top[i] != OUT);
      }
    }
  }

  private static int count(float[] scores) {
    int n = 0;
    for (float s : scores) if (s != OUT) n++;
    return n;
  }
}
