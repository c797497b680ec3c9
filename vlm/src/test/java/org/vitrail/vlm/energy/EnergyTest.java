package org.vitrail.vlm.energy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.kernels.DType;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.sample.Exact;
import org.vitrail.vlm.energy.train.PhaseLoss;

class EnergyTest {
  private static final int UNITS = 9;
  private final FiniteSpace space = new FiniteSpace(FiniteSpace.binary(UNITS).states().to(DType.F64));
  private final Ising ising = ising(1);
  private final Tensor data = new Exact(space, ising(2)).draw(500, RandomStream.of(3));

  private static Ising ising(long seed) {
    var single = Ising.of(Init.of(seed), UNITS, 0.7);
    return new Ising(Parameter.of(single.bias().to(DType.F64)), Parameter.of(single.weight().to(DType.F64)));
  }

  private static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), tolerance);
  }

  @Test void statesAreAllDifferentAndTheLowestBitIsFirst() {
    var states = FiniteSpace.binary(3).states();
    assertEquals(Shape.of(8, 3), states.shape());
    assertArrayEquals(new double[] {1, 1, 0}, states.select(0, 3).toDoubles());
    assertArrayEquals(new double[] {0, 0, 1}, states.select(0, 4).toDoubles());
    assertTrue(assertThrows(IllegalArgumentException.class, () -> FiniteSpace.binary(17)).getMessage()
        .contains("17 bits"));
  }

  @Test void energyOfIsingIsItsFormula() {
    var b = Parameter.of(Tensor.of(new double[] {1, -2}, 2));
    var w = Parameter.of(Tensor.of(new double[] {100, 3, 5, 100}, 2, 2));      // the diagonal counts for nothing
    var x = Tensor.of(new double[] {0, 0, 1, 0, 0, 1, 1, 1}, 4, 2);
    assertArrayEquals(new double[] {0, -1, 2, -(1 - 2) - 2 * 4}, new Ising(b, w).of(x).toDoubles(), 1e-12);
  }

  /** ∂(−log p)/∂θ = E_data[∂E/∂θ] − E_model[∂E/∂θ]. */
  @Test void gradientOfTheLikelihoodIsPositiveMinusNegativePhase() {
    var exact = Tape.gradients(() -> space.negativeLogLikelihood(ising, data));
    var positive = Tape.gradients(() -> ising.of(data).mean());
    var probabilities = space.logProbabilities(ising).exp();
    assertEquals(1, probabilities.sum().item(), 1e-12);
    var negative = Tape.gradients(() -> ising.of(space.states()).mul(probabilities).sum());
    for (var p : ising.parameters().values()) {
      assertClose(exact.of(p), positive.of(p).sub(negative.of(p)), 1e-6);
    }
  }

  /** ∂E/∂V[i][j] = −xᵢxⱼ is a coin of mean m: the standard error of n draws is √(m(1 − m)/n). */
  @Test void gradientOfExactSamplesIsWithinFourStandardErrors() {
    int n = 200_000;
    var samples = new Exact(space, ising).draw(n, RandomStream.of(4));
    var exact = Tape.gradients(() -> space.negativeLogLikelihood(ising, data));
    var sampled = Tape.gradients(() -> new PhaseLoss(0).of(ising, data, samples));
    var p = space.logProbabilities(ising).exp();
    var x = space.states();
    var pairs = x.t().mul(p).matmul(x);                                                       // E[xᵢxⱼ]
    assertWithin(4, pairs.diagonal(0, 1), n, exact.of(ising.bias()), sampled.of(ising.bias()));
    var off = exact.of(ising.weight()).ne(0).to(DType.F64);
    assertWithin(4, pairs.mul(off), n, exact.of(ising.weight()), sampled.of(ising.weight()));
  }

  private static void assertWithin(double errors, Tensor mean, int n, Tensor expected, Tensor actual) {
    var m = mean.toDoubles();
    var e = expected.toDoubles();
    var a = actual.toDoubles();
    for (int i = 0; i < m.length; i++) {
      assertEquals(e[i], a[i], errors * Math.sqrt(m[i] * (1 - m[i]) / n) + 1e-12, "element " + i);
    }
  }

  @Test void slopesAreOfXAloneAndNoTapeHearsOfThem() {
    var x = RandomStream.of(5).normal(Shape.of(4, 2), 0, 1);
    var model = MlpEnergy.of(Init.of(6), 2, 8);
    model.last().weight().assign(Tensor.ones(1, 8));
    var heard = new AtomicInteger();
    var slopes = Recorder.with((op, y) -> heard.incrementAndGet(), () -> model.slopes(x));
    assertEquals(0, heard.get());
    assertEquals(Shape.of(4), slopes.loss().shape());
    assertTrue(slopes.find(model.first().weight()).isEmpty());
    assertClose(Tape.gradients(() -> model.of(x).sum(), x).of(x), slopes.of(x), 0);
  }

  @Test void freeEnergyIsWhatStaysWhenHiddenUnitsAreSummedOut() {
    var rbm = new Rbm(Init.of(7).normal("a", 1, 4), Init.of(7).normal("b", 1, 3), Init.of(7).normal("w", 1, 4, 3));
    var v = FiniteSpace.binary(4).states();                                                   // (16, 4)
    var h = FiniteSpace.binary(3).states();                                                   // (8, 3)
    for (int i = 0; i < 16; i++) {
      var one = v.slice(0, i, i + 1).expand(8, 4);
      var joint = rbm.of(one, h).neg();                                                       // (8)
      assertEquals(-joint.logSumExp().item(), rbm.of(one).get(0), 1e-5);
      var mean = joint.softmax(0).matmul(h);
      assertClose(mean, rbm.hiddenGiven(one).select(0, 0), 1e-5);
    }
    for (int j = 0; j < 8; j++) {
      var one = h.slice(0, j, j + 1).expand(16, 3);
      assertClose(rbm.of(v, one).neg().softmax(0).matmul(v), rbm.visibleGiven(one).select(0, 0), 1e-5);
    }
  }

  @Test void deepEnergiesBeginAtZeroAndSeeEveryPixel() {
    var pixels = RandomStream.of(8).uniform(Shape.of(3, 3, 16, 16), -1, 1);
    var model = ConvEnergy.of(Init.of(9), 3, 4, 8);
    assertArrayEquals(new double[3], model.of(pixels).toDoubles());
    model.last().weight().assign(Tensor.ones(1, 8));
    assertTrue(model.slopes(pixels).of(pixels).abs().min().item() > 0);
    assertArrayEquals(new double[2], MlpEnergy.of(Init.of(9), 2, 8).of(Tensor.ones(2, 2)).toDoubles());
  }

  @Test void aTemperatureDividesTheEnergy() {
    assertClose(ising.of(data).div(2), ising.tempered(2).of(data), 1e-12);
  }

  @Test void theGridCoversItsSquareEvenly() {
    var grid = FiniteSpace.grid(4, 201);
    assertEquals(201 * 201, grid.size());
    assertEquals(0, grid.states().sum().item(), 1e-2);
    double logZ = grid.logPartition(x -> x.square().sum(1).div(2)).item() + 2 * Math.log(8 / 201.0);
    assertEquals(Math.log(2 * Math.PI), logZ, 1e-3);
  }
}
