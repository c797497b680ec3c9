package org.vitrail.vlm.nce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.FiniteSpace;
import org.vitrail.vlm.energy.Ising;
import org.vitrail.vlm.energy.sample.Exact;
import org.vitrail.vlm.experiment.GaussianNce;

class NoiseContrastTest {

  @Test void theLossIsItsFormula() {
    var contrast = new NoiseContrast(3);
    var g = contrast.logits(Tensor.of(new float[] {-1, 2}, 2), Tensor.of(new float[] {-2, -2}, 2));
    assertArrayEquals(new double[] {1 - Math.log(3), 4 - Math.log(3)}, g.toDoubles(), 1e-6);
    double right = -Math.log(sigmoid(0.5));
    double wrong = -(Math.log(1 - sigmoid(1)) + Math.log(1 - sigmoid(-2))) / 2;
    assertEquals(right + 3 * wrong, contrast.loss(Tensor.of(new float[] {0.5f}, 1),
        Tensor.of(new float[] {1, -2}, 2)).item(),
        1e-6);
    var far = contrast.loss(Tensor.of(new float[] {-500}, 1), Tensor.of(new float[] {500}, 1));
    assertEquals(2000, far.item(), 1e-3);
    assertThrows(IllegalArgumentException.class, () -> new NoiseContrast(0));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Noise that is uniform over all states stands for its own expectation, so that nothing is random here. */
  @Test void withMoreAndMoreNoiseTheGradientBecomesThatOfTheLikelihood() {
    var space = FiniteSpace.binary(6);
    var ising = Ising.of(Init.of(1), 6, 0.5);
    var data = new Exact(space, Ising.of(Init.of(2), 6, 0.5)).draw(300, RandomStream.of(3));
    var model = new Unnormalised(ising, Init.of(1).full("logZ", space.logPartition(ising).item()));
    var likelihood = Tape.gradients(() -> space.negativeLogLikelihood(ising, data)).of(ising.bias());
    double before = Double.POSITIVE_INFINITY;
    for (double nu : new double[] {1, 10, 100, 1000}) {
      var contrast = new NoiseContrast(nu);
      var logNoise = Tensor.scalar(-6 * Math.log(2));
      var gradient = Tape.gradients(() -> contrast.loss(contrast.logits(model.logDensity(data), logNoise),
          contrast.logits(model.logDensity(space.states()), logNoise))).of(ising.bias());
      double error = gradient.sub(likelihood).abs().max().item();
      assertTrue(error < before / 3, "nu = " + nu + ": error " + error + " after " + before);
      before = error;
    }
    assertTrue(before < 2e-3, "error " + before);
  }

  @Test void aGaussianAndItsNormaliserAreRecovered() {
    for (var finding : new GaussianNce(10_000, 250, List.of(5)).run(1, line -> {})) {
      assertTrue(finding.isMet(), finding.toString());
    }
  }

  /** With ν in the weights and not in G, c comes to be log Z + log ν. */
  @Test void aMissingRatioGoesIntoTheNormaliser() {
    var experiment = new GaussianNce(2000, 800, List.of());
    var data = RandomStream.of(1).normal(Shape.of(2000), 0.7, 0.8);
    var contrast = new NoiseContrast(8);
    var with = experiment.fit(data, contrast, 0, RandomStream.of(2), line -> {});
    var without = experiment.fit(data, contrast, -Math.log(8), RandomStream.of(2), line -> {});
    assertEquals(with.logZ() + Math.log(8), without.logZ(), 0.02);
    assertEquals(with.mu(), without.mu(), 0.02);
    assertEquals(0.5 * Math.log(2 * Math.PI / without.lambda()) + Math.log(8), without.logZ(), 0.05);
  }

  /** Uncorrected, G itself comes to be log(p_data/(ν·p_noise)): on a finite space every ratio is met exactly. */
  @Test void withoutCorrectionTheRatioIsLearnt() {
    var contrast = new NoiseContrast(2, false);
    var data = Tensor.of(new float[] {0.5f, 0.3f, 0.2f}, 3);
    var noise = Tensor.of(new float[] {0.2f, 0.2f, 0.6f}, 3);
    var ratio = data.div(noise.mul(2)).log();
    var slope = Tape.gradients(() -> contrast.logits(ratio, null).neg().softplus().mul(data).sum()
        .add(contrast.logits(ratio, null).softplus().mul(noise).sum().mul(2)), ratio).of(ratio);
    assertArrayEquals(new double[3], slope.toDoubles(), 1e-6);
  }

  @Test void wordsAreDrawnAsOftenAsTheyWereCounted() {
    var unigram = new Unigram(0, 30, 0, 10, 60, 0);
    var drawn = unigram.draw(Shape.of(100, 200), RandomStream.of(1));
    var counts = new int[6];
    for (int id : drawn.toInts()) counts[id]++;
    for (int id = 0; id < 6; id++) {
      double p = new double[] {0, 0.3, 0, 0.1, 0.6, 0}[id];
      assertEquals(p, counts[id] / 20_000.0, 4 * Math.sqrt(p * (1 - p) / 20_000));
    }
    assertArrayEquals(new double[] {Math.log(0.3), Math.log(0.6)},
        unigram.logDensity(Tensor.of(new int[] {1, 4}, 2)).toDoubles(), 1e-6);
  }

  @Test void densityOfGaussianNoise() {
    var density = new GaussianNoise(1, 2).logDensity(Tensor.of(new float[] {3}, 1));
    assertEquals(-0.5 - Math.log(2 * Math.sqrt(2 * Math.PI)), density.item(), 1e-6);
  }
}
