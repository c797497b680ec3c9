package org.vitrail.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.vitrail.autograd.testing.Input.indices;
import static org.vitrail.autograd.testing.Input.of;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.many;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

class LossesTest {
  @TestFactory Stream<DynamicTest> line() {
    var x = shape("m n");
    var p = shape("m n").in(0.1, 0.9);
    var signs = of(Tensor.of(new int[] {1, -1, 1}, 3));
    var scale = shape("").in(1, 3);
    var smooth = CrossEntropy.MEAN.withSmoothing(0.2).ignoring(1);
    return Stream.of(
        op("cross-entropy", (a, t) -> CrossEntropy.MEAN.of(a, t), x, indices("n", "m")),
        op("cross-entropy, smoothed, of sequences", (a, t) -> smooth.with(Reduction.SUM).of(a, t), shape("b m n"),
            indices("n", "b m")),
        op("cross-entropy, weighted", (a, t, w) -> smooth.withWeights(w).of(a, t), shape("4 5"), indices("5", "4"),
            shape("5").in(0.5, 2)),
        op("cross-entropy of distributions", (a, q) -> smooth.of(a, q), x, p),
        op("z-loss", (a, t) -> new ZLoss(0.3, 1).of(a, t).mean(), shape("b m n"), indices("n", "b m")),
        op("binary cross-entropy", (a, t) -> BinaryCrossEntropy.MEAN.of(a, t), x, p),
        op("binary cross-entropy, weighted", (a, t, w) -> new BinaryCrossEntropy(w, w, Reduction.NONE).of(a, t), x, p,
            shape("n").in(0.5, 2)),
        op("mse", Regression::mse, x, x),
        op("l1", Regression::l1, x, x),
        op("smooth l1", (a, t) -> Regression.smoothL1(a, t, 0.5, Reduction.SUM), x, x),
        op("huber", (a, t) -> Regression.huber(a, t, 0.7, Reduction.NONE), x, x),
        op("kl", (a, t) -> Divergence.kl(a, t, Reduction.BATCH_MEAN), x, p),
        op("kl of logarithms", (a, t) -> Divergence.klOfLog(a, t, Reduction.MEAN), x, x),
        op("ranking", (a, b, t) -> Margin.ranking(a, b, t, 0.3, Reduction.MEAN), shape(3), shape(3), signs),
        op("triplet", (a, b, c) -> Margin.triplet(a, b, c, 0.5, 2, true, Reduction.NONE), x, x, x),
        op("cosine", (a, b, t) -> Margin.cosine(a, b, t, 0.1, Reduction.MEAN), shape(3, 4), shape(3, 4), signs),
        op("clip", (i, t, k) -> Contrastive.clip(unit(i), unit(t), k), x, x, scale),
        many("siglip", in -> Contrastive.siglip(unit(in.get(0)), unit(in.get(1)), in.get(2), in.get(3)), x, x, scale,
            shape("")),
        many("coca", in -> Contrastive.coca(unit(in.get(0)), unit(in.get(1)), in.get(2), 1, in.get(3), in.get(4), 0, 2)
            .sum(), x, x, scale, shape("m 2 n"), indices("n", "m 2")),
        many("distilled", in -> Contrastive.distilled(unit(in.get(0)), unit(in.get(1)), in.get(2), unit(in.get(3)),
            unit(in.get(4)), in.get(5)).sum(), x, x, scale, x, x, scale))
        .map(line -> dynamicTest(line.name(), line::check));
  }

  private static Tensor unit(Tensor x) {
    return x.l2Normalize(-1);
  }

  @Test void anIgnoredTargetHasNoLossAndNoGradient() {
    var logits = Tensor.of(new double[] {1, 2, 3, 4, 5, 9}, 2, 3);
    var targets = Tensor.of(new int[] {-100, 0}, 2);
    var g = Tape.gradients(() -> CrossEntropy.MEAN.of(logits, targets), logits);
    assertEquals(Math.log(Math.exp(0) + Math.exp(1) + Math.exp(5)), g.loss().item(), 1e-12);
    assertArrayEquals(new double[3], g.of(logits).select(0, 0).toDoubles());
  }

  /** Logits of log 1, log 2, log 5 and of log 9, log 9, log 2: Z is 8 and 20; the last row has no target. */
  @Test void theZLossIsThatOfItsFormula() {
    var logits = Tensor.of(new float[] {0, log(2), log(5), log(9), log(9), log(2), 7, 8, 9}, 3, 3);
    var targets = Tensor.of(new int[] {2, 1, -100}, 3);
    var result = new ZLoss(0.1, -100).of(logits, targets);
    double first = Math.log(8.0 / 5) + 0.1 * Math.pow(Math.log(8), 2);
    double second = Math.log(20.0 / 9) + 0.1 * Math.pow(Math.log(20), 2);
    assertArrayEquals(new float[] {(float) first, (float) second, 0}, result.each().toFloats(), 1e-6f);
    assertEquals((first + second) / 2, result.mean().item(), 1e-6);
    assertArrayEquals(new float[] {log(8), log(20), 0}, result.logZ().toFloats(), 1e-6f);
    assertEquals(Math.log(20), result.peak(), 1e-6);
    assertEquals(CrossEntropy.MEAN.of(logits, targets).item(), ZLoss.NONE.of(logits, targets).mean().item());
  }

  private static float log(double x) {
    return (float) Math.log(x);
  }

  @Test void theMeanOverNoTargetsIsNan() {
    assertTrue(Double.isNaN(CrossEntropy.MEAN.of(Tensor.zeros(1, 3), Tensor.of(new int[] {-100}, 1)).item()));
  }

  @Test void targetsThatDoNotFitAreRefused() {
    var logits = Tensor.zeros(2, 3);
    var loss = CrossEntropy.MEAN;
    var e = assertThrows(ShapeException.class, () -> loss.of(logits, Tensor.of(new int[3], 3)));
    assertEquals("cross-entropy: predictions (2, 3) and targets (3), they must be (…, classes) and (…)",
        e.getMessage());
    assertThrows(ShapeException.class, () -> loss.of(logits, Tensor.of(new int[] {0, 3}, 2)));
    assertThrows(ShapeException.class, () -> loss.of(logits, Tensor.zeros(2, 4)));
  }

  @Test void aDivergenceFromWhatHasNoProbabilityIsZero() {
    var t = Tensor.of(new double[] {0, 1}, 2);
    assertEquals(0.5, Divergence.kl(Tensor.of(new double[] {-700, -0.5}, 2), t, Reduction.SUM).item(), 1e-12);
  }
}
