package org.vitrail.vlm.infonce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.experiment.GaussianInformation;

class CriticTest {

  @Property(tries = 50) void theBoundIsNeverAboveTheLogOfTheBatch(@ForAll @IntRange(min = 2, max = 40) int n,
      @ForAll @DoubleRange(min = 0, max = 100) double scale, @ForAll long seed) {
    var scores = RandomStream.of(seed).normal(Shape.of(n, n), 0, scale);
    Critic critic = (x, y) -> scores;
    assertTrue(critic.bound(Tensor.zeros(n, 1), Tensor.zeros(n, 1)).item() <= Math.log(n) + 1e-6);
  }

  @Test void aCriticThatKnowsNothingFindsNothing() {
    Critic critic = (x, y) -> Tensor.zeros(8, 8);
    assertEquals(0, critic.bound(Tensor.zeros(8, 1), Tensor.zeros(8, 1)).item(), 1e-6);
  }

  /** ∂L/∂S[i] = (softmax(S[i]) − 1 at i)/n. */
  @Test void gradientIsSoftmaxLessThePair() {
    var scores = RandomStream.of(1).normal(Shape.of(3, 3), 0, 2);
    Critic critic = (x, y) -> scores;
    var gradient = Tape.gradients(() -> critic.bound(Tensor.zeros(3, 1), null).neg(), scores).of(scores);
    var expected = scores.softmax(1).sub(Tensor.range(3).oneHot(3).to(scores.dtype())).div(3);
    assertArrayEquals(expected.toDoubles(), gradient.toDoubles(), 1e-6);
  }

  @Property(tries = 30) void singlePrecisionHoldsAtLargeScores(@ForAll long seed) {
    var scores = RandomStream.of(seed).uniform(Shape.of(16, 16), -100, 100);
    Critic critic = (x, y) -> scores;
    double expected = reference(scores);
    assertEquals(expected, critic.bound(Tensor.zeros(16, 1), null).item(), 1e-5 * Math.max(1, Math.abs(expected)));
  }

  /** log n − L in double precision, term by term. */
  private static double reference(Tensor scores) {
    int n = scores.dim(0);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double z = 0;
      for (int j = 0; j < n; j++) z += Math.exp(scores.get(i, j) - 100);
      sum += scores.get(i, i) - 100 - Math.log(z);
    }
    return Math.log(n) + sum / n;
  }

  @Test void informationOfTwoGaussiansIsFound() {
    for (var finding : new GaussianInformation(250, List.of(0.9)).run(1, line -> {})) {
      assertTrue(finding.isMet(), finding.toString());
    }
  }
}
