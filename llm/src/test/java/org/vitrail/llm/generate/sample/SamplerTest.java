package org.vitrail.llm.generate.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SamplerTest {
  /** 0.999 quantiles of χ² with 19 and 14 degrees of freedom. */
  private static final double CHI_SQUARE_19 = 43.82;
  private static final double CHI_SQUARE_14 = 36.12;
  private static final int DRAWS = 100_000;

  private static float[] twenty() {
    var scores = new float[20];
    for (int i = 0; i < scores.length; i++) scores[i] = (i * 7 % 20) / 5f - 3;
    return scores;
  }

  @Test void frequenciesAreTheProbabilities() {
    assertTrue(chiSquare(twenty()) < CHI_SQUARE_19);
    var some = twenty();
    for (int i = 0; i < 20; i += 4) some[i] = Float.NEGATIVE_INFINITY;
    assertTrue(chiSquare(some) < CHI_SQUARE_14);
  }

  private static double chiSquare(float[] scores) {
    var p = new double[scores.length];
    Softmax.probabilities(scores, p);
    var sampler = Sampler.random(3, 0);
    var counts = new int[p.length];
    for (int i = 0; i < DRAWS; i++) counts[sampler.next(scores)]++;
    double chiSquare = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] == 0) assertEquals(0, counts[i]);
      else chiSquare += Math.pow(counts[i] - DRAWS * p[i], 2) / (DRAWS * p[i]);
    }
    return chiSquare;
  }

  @Test void aSeedAndRowGiveTheSameDraws() {
    assertArrayEquals(draws(5, 1), draws(5, 1));
    assertNotEquals(Arrays.toString(draws(5, 1)), Arrays.toString(draws(5, 2)));
    assertNotEquals(Arrays.toString(draws(5, 1)), Arrays.toString(draws(6, 1)));
    assertEquals("[11, 18, 2, 17, 7, 17, 14, 8]", Arrays.toString(Arrays.copyOf(draws(1, 0), 8)), "as ever");
  }

  private static int[] draws(long seed, int row) {
    var sampler = Sampler.random(seed, row);
    var scores = twenty();
    var draws = new int[50];
    Arrays.setAll(draws, i -> sampler.next(scores));
    return draws;
  }

  @Test void theFirstOfTheGreatestIsGreedyAndNoneWhereAllAreRuledOut() {
    assertEquals(1, Sampler.greedy().next(new float[] {0, 2, 2}));
    var none = new float[] {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertEquals(Sampler.NONE, Sampler.greedy().next(none));
    assertEquals(Sampler.NONE, Sampler.random(1, 1).next(none));
    assertEquals(2, Sampler.random(1, 1).next(new float[] {none[0], none[0], -1e30f, none[0]}));
  }
}
