package org.vitrail.llm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vitrail.llm.generate.sample.Softmax;

class SpeculationTest {
  private static final Bytes BYTES = new Bytes();
  /** 0.999 quantile of χ² with 63 degrees of freedom. */
  private static final double CHI_SQUARE_63 = 103.4;

  /** The model, somewhat wrong. */
  private static PrefixModel nearly(PrefixModel model, long seed, double wrong) {
    var noise = PrefixModel.hash(model.vocabulary(), model.context(), seed, wrong);
    return new PrefixModel(model.vocabulary(), model.context(), (tokens, n, out) -> {
      var added = noise.begin().read(java.util.Arrays.copyOf(tokens, n));
      var own = model.begin().read(java.util.Arrays.copyOf(tokens, n));
      for (int i = 0; i < out.length; i++) out[i] = own[i] + added[i];
    });
  }

  @Property(tries = 60) void greedyTextsAreTheSame(@ForAll @IntRange(max = 1000) int seed) {
    var model = PrefixModel.trigrams(40, 100, seed);
    var prompt = new int[] {1, 2, 3};
    var plain = Generation.with(model, BYTES).maxTokens(60).repetitionPenalty(1.05).end(5).logProbabilities();
    var expected = plain.generate(prompt);
    for (var draft : new Draft[] {new Draft.OfModel(nearly(PrefixModel.trigrams(40, 80, seed), seed, 3)),
        new Draft.OfModel(PrefixModel.trigrams(40, 100, seed)), new Draft.Lookup(3)}) {
      var drafted = plain.draft(draft).generate(prompt);
      assertArrayEquals(expected.tokens(), drafted.tokens());
      assertArrayEquals(expected.logProbabilities(), drafted.logProbabilities());
      assertEquals(expected.finish(), drafted.finish());
      assertEquals(expected.text(), drafted.text());
    }
  }

  /** Two tokens of eight each, with processors: frequencies of the 64 texts are those of the model alone. */
  @Test void textsAreDistributedAsWithoutADraft() {
    var model = PrefixModel.hash(8, 12, 3, 4);
    var draft = nearly(PrefixModel.hash(8, 12, 3, 4), 8, 3);
    for (var guesser : new Draft[] {new Draft.OfModel(draft), new Draft.Lookup(2)}) {
      int texts = 40_000;
      var counts = new int[64];
      int proposed = 0;
      int accepted = 0;
      for (int i = 0; i < texts; i++) {
        var text = Generation.with(model, BYTES).maxTokens(4).temperature(0.9).minP(0.01).draft(guesser).seed(i)
            .generate(1, 2, 1);
        counts[text.tokens()[0] * 8 + text.tokens()[1]]++;
        proposed += text.figures().proposed();
        accepted += text.figures().accepted();
      }
      assertTrue(accepted > proposed / 10 && accepted < proposed * 9 / 10, accepted + " of " + proposed);
      double chiSquare = 0;
      for (int text = 0; text < 64; text++) {
        double expected = texts * probability(model, 1, 2, 1, text / 8, text % 8);
        chiSquare += Math.pow(counts[text] - expected, 2) / expected;
      }
      assertTrue(chiSquare < CHI_SQUARE_63, chiSquare + "");
    }
  }

  private static double probability(LanguageModel model, int... tokens) {
    var rows = model.begin().readAll(tokens);
    double product = 1;
    for (int i = 2; i + 1 < tokens.length; i++) {
      for (int j = 0; j < rows[i].length; j++) rows[i][j] /= 0.9f;
      product *= Math.exp(rows[i][tokens[i + 1]] - Softmax.logSum(rows[i]));
    }
    return product;
  }

  @Test void aPerfectDraftSavesReadings() {
    var model = PrefixModel.trigrams(40, 200, 9);
    var text = Generation.with(model, BYTES).maxTokens(100).draft(new Draft.OfModel(PrefixModel.trigrams(40, 200, 9)))
        .generate(1, 2);
    assertEquals(100, text.tokens().length);
    assertEquals(text.figures().proposed(), text.figures().accepted());
    assertTrue(text.figures().accepted() > 85, text.figures().accepted() + "");
  }

  @Test void aDraftOfAnotherSizeIsCutOrFilledUp() {
    var model = PrefixModel.hash(30, 50, 1, 9);
    var expected = Generation.with(model, BYTES).generate(1, 2).tokens();
    for (int size : new int[] {20, 30, 45}) {
      var drafted = Generation.with(model, BYTES).draft(new Draft.OfModel(PrefixModel.hash(size, 50, 1, 9)));
      assertArrayEquals(expected, drafted.generate(1, 2).tokens());
    }
  }

  @Test void stopsCachesAndCancellationWorkAsWithout() {
    var model = PrefixModel.trigrams(256, 300, 4);
    var plain = Generation.with(model, BYTES).maxTokens(200);
    var whole = plain.generate("ab");
    var stop = BYTES.decode(java.util.Arrays.copyOfRange(whole.tokens(), 3, 5));
    var cache = new PromptCache();
    plain.draft(new Draft.Lookup(2)).cache(cache);
    assertEquals(whole.text(), plain.generate("ab").text());
    assertEquals(whole.text(), plain.generate("ab").text());
    assertEquals(whole.text(), plain.generate("abc".substring(0, 2)).text());
    var cancelled = plain.cancelWhen(() -> true).generate("ab");
    assertEquals(Finish.CANCELLED, cancelled.finish());
    var stopped = plain.cancelWhen(() -> false).stop(stop).generate("ab");
    assertEquals(whole.text().substring(0, whole.text().indexOf(stop)), stopped.text());
    assertThrows(IllegalArgumentException.class, () -> plain.guidance(2, "x").generate("ab"));
  }
}
