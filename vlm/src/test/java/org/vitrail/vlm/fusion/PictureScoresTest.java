package org.vitrail.vlm.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PictureScoresTest {
  private static final float NO = Float.NEGATIVE_INFINITY;
  private static final double[] STRONG = {0.5, 0.3, 0.15, 0.04, 0.01};
  private static final double[] WEAK = {0.5, 0.1, 0.1, 0.2, 0.1};

  /** Log-probabilities that are off by a constant, with one score ruled out before them. */
  private static float[] scores(double shift, double... p) {
    var scores = new float[p.length + 1];
    scores[0] = NO;
    for (int i = 0; i < p.length; i++) scores[i + 1] = (float) (Math.log(p[i]) + shift);
    return scores;
  }

  private static float[] combined(PictureScores rule, double... strong) {
    var conditional = scores(3, strong);
    var unconditional = scores(-2, WEAK);
    rule.combine(conditional, unconditional);
    assertArrayEquals(scores(-2, WEAK), unconditional);
    return conditional;
  }

  @Test void guidanceGoesOnBeyondTheText() {
    var conditional = new float[] {NO, 1, -2, 0.5f};
    new Guidance(3).combine(conditional, new float[] {NO, 0, 1, 0.5f});
    assertArrayEquals(new float[] {NO, 3, -8, 0.5f}, conditional);
  }

  @Test void guidanceOfOneOrZeroIsOneOfThem() {
    assertArrayEquals(scores(3, STRONG), combined(new Guidance(1), STRONG), 1e-5f);
    assertArrayEquals(scores(-2, WEAK), combined(new Guidance(0), STRONG), 1e-5f);
  }

  /** 0.2 times the greatest, 0.5, is 0.1: three are likely enough. */
  @Test void contrastOfTheGreatest() {
    var expected = new float[] {NO, 0, (float) Math.log(3), (float) Math.log(1.5), NO, NO};
    assertArrayEquals(expected, combined(new ContrastiveDecoding(0.2, 1), STRONG), 1e-5f);
  }

  /** 0.2 times the third greatest, 0.15, is 0.03: four are. */
  @Test void contrastOfTheThird() {
    var expected = new float[] {NO, 0, (float) Math.log(3), (float) Math.log(1.5), (float) Math.log(0.2), NO};
    assertArrayEquals(expected, combined(new ContrastiveDecoding(0.2, 3), STRONG), 1e-5f);
  }

  @Test void oneCodeThatMayComeIsLeft() {
    var conditional = new float[] {NO, 5, NO};
    new ContrastiveDecoding(0.1, 4).combine(conditional, new float[] {NO, -1, NO});
    assertArrayEquals(new float[] {NO, 0, NO}, conditional);
  }

  @Test void senselessSettingsAreNamed() {
    assertEquals("guidance of -1.0; choose 0 or more, such as 3",
        assertThrows(IllegalArgumentException.class, () -> new Guidance(-1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ContrastiveDecoding(1.5, 1));
    assertThrows(IllegalArgumentException.class, () -> new ContrastiveDecoding(0.1, 0));
  }
}
