package org.vitrail.vlm.energy.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.kernels.DType;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;
import org.vitrail.vlm.energy.FiniteSpace;
import org.vitrail.vlm.energy.Ising;
import org.vitrail.vlm.energy.Rbm;

/** Moments of chains beside exact ones: 2000 chains of 200 steps each, after 50 that do not count. */
class SamplersTest {
  private static final int CHAINS = 2000;
  private static final int BURN_IN = 50;
  private static final int STEPS = 200;
  private static final int MANY = 5000;
  private static final double A = 2;
  private static final double B = -1;
  private static final double C = 1.5;
  private static final double[] MEAN = {0.5, -1};

  /** E = ½(x − m)ᵀP(x − m), P = (A B; B C). */
  private static final Energy GAUSSIAN = x -> {
    var off = x.sub(Tensor.of(new float[] {0.5f, -1}, 2));
    var precision = Tensor.of(new float[] {(float) A, (float) B, (float) B, (float) C}, 2, 2);
    return off.matmul(precision).mul(off).sum(1).mul(0.5);
  };

  /** E = ½(x² − 1)² + x/2: two wells, the left one deeper. */
  private static final Energy WELLS = x -> x.square().sub(1).square().add(x).mul(0.5).squeeze(1);

  private static Sampler continuous(String name, Energy energy) {
    return switch (name) {
      case "MALA" -> new Mala(energy, 0.9);
      case "Metropolis" -> new Metropolis(energy, Proposal.walk(1.2));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Mean of each element and of each product of two, over all chains and steps. */
  private static double[] moments(Sampler sampler, int dimensions) {
    var random = RandomStream.of(1);
    var sums = new double[dimensions + dimensions * dimensions];
    var x = random.uniform(Shape.of(CHAINS, dimensions), -1, 1);
    for (int k = 0; k < BURN_IN + STEPS; k++) {
      var before = x;
      x = Scope.call("step", () -> sampler.step(before, random));
      if (k >= BURN_IN) add(x.toDoubles(), dimensions, sums);
    }
    return IntStream.range(0, sums.length).mapToDouble(i -> sums[i] / (CHAINS * (double) STEPS)).toArray();
  }

  private static void add(double[] x, int d, double[] sums) {
    for (int n = 0; n < x.length; n += d) {
      for (int i = 0; i < d; i++) {
        sums[i] += x[n + i];
        for (int j = 0; j < d; j++) sums[d + i * d + j] += x[n + i] * x[n + j];
      }
    }
  }

  @ParameterizedTest @ValueSource(strings = {"MALA", "Metropolis"})
  void meanAndCovarianceOfAGaussian(String name) {
    var m = moments(continuous(name, GAUSSIAN), 2);
    double determinant = A * C - B * B;
    assertRelative(MEAN[0], m[0]);
    assertRelative(MEAN[1], m[1]);
    assertRelative(C / determinant, m[2] - m[0] * m[0]);
    assertRelative(-B / determinant, m[3] - m[0] * m[1]);
    assertRelative(A / determinant, m[5] - m[1] * m[1]);
  }

  @ParameterizedTest @ValueSource(strings = {"MALA", "Metropolis"})
  void momentsOfADoubleWell(String name) {
    var m = moments(continuous(name, WELLS), 1);
    assertRelative(wells(x -> x), m[0]);
    assertRelative(wells(x -> x * x), m[1]);
  }

  private static void assertRelative(double expected, double actual) {
    assertEquals(expected, actual, 0.03 * Math.abs(expected));
  }

  /** ∫ f·exp(−E)/∫ exp(−E). */
  private static double wells(DoubleUnaryOperator f) {
    double sum = 0;
    double z = 0;
    for (double x = -4; x <= 4; x += 1e-3) {
      double p = Math.exp(-((x * x - 1) * (x * x - 1) + x) / 2);
      sum += p * f.applyAsDouble(x);
      z += p;
    }
    return sum / z;
  }

  /** Without correction N(0, 1) gets the variance 1/(1 − ε²/4). */
  @Test void biasOfLangevinStepsShrinksWithTheStep() {
    Energy normal = x -> x.square().sum(1).mul(0.5);
    for (double eps : new double[] {1, 0.5}) {
      assertEquals(1 / (1 - eps * eps / 4), moments(new Langevin(normal, eps), 1)[1], 0.03);
    }
    double truth = wells(x -> x * x);
    double coarse = Math.abs(moments(new Langevin(WELLS, 0.4), 1)[1] - truth);
    double fine = Math.abs(moments(new Langevin(WELLS, 0.2), 1)[1] - truth);
    assertTrue(fine < coarse / 2, "bias " + coarse + " at 0.4, " + fine + " at 0.2");
  }

  @Test void discreteChainsFindTheExactMarginals() {
    var ising = Ising.of(Init.of(2), 5, 1);
    var space = FiniteSpace.binary(5);
    var p = space.logProbabilities(ising).exp();
    var expected = space.states().t().mul(p).matmul(space.states()).toDoubles();                // E[xᵢxⱼ]
    for (var sampler : new Sampler[] {new Gibbs(ising), new Metropolis(ising, Proposal.flip()), new Exact(space, ising)}) {
      var x = sampler.run(Tensor.zeros(MANY, 5), sampler instanceof Metropolis ? 60 : 10, RandomStream.of(3));
      var found = x.t().matmul(x).div(MANY).toDoubles();
      assertArrayEquals(expected, found, 4 * Math.sqrt(0.25 / MANY), sampler.toString());
    }
  }

  @Test void aBlockOfAnRbmFindsItsExactMarginals() {
    var init = Init.of(4);
    var rbm = new Rbm(init.normal("a", 1, 4), init.normal("b", 1, 3), init.normal("w", 1, 4, 3));
    var space = FiniteSpace.binary(4);
    var p = space.logProbabilities(rbm).exp();
    var x = new BlockGibbs(rbm).run(Tensor.zeros(MANY, 4), 20, RandomStream.of(5));
    assertArrayEquals(space.states().t().matmul(p).toDoubles(), x.mean(0).toDoubles(), 4 * Math.sqrt(0.25 / MANY));
  }

  @Test void shortRunsStayWithinTheirBoundsAndClipTheirSlope() {
    Energy steep = x -> x.sum(1).mul(1e6);
    var x = new ShortRun(steep, 10, 0, 0.03, -1, 1).run(Tensor.ones(2, 3), 1, RandomStream.of(1));
    assertArrayEquals(new double[] {0.7, 0.7, 0.7, 0.7, 0.7, 0.7}, x.toDoubles(), 1e-6);
    var end = new ShortRun(steep, 10, 0.005, 0.03, -1, 1).run(Tensor.ones(2, 3), 40, RandomStream.of(1));
    assertTrue(end.min().item() >= -1 && end.max().item() < -0.9);
  }

  @Test void aRunIsAConstantThatNoTapeHearsOfAndItsStartStays() {
    var start = Tensor.ones(4, 2);
    var heard = new AtomicInteger();
    var mala = new Mala(GAUSSIAN, 0.5);
    var end = Recorder.with((op, y) -> heard.incrementAndGet(), () -> mala.run(start, 10, RandomStream.of(6)));
    assertEquals(0, heard.get());
    assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, start.toDoubles());
    assertArrayEquals(end.toDoubles(), mala.run(start, 10, RandomStream.of(6)).toDoubles());
    assertTrue(end.sub(start).abs().min().item() > 0);
  }

  @Test void doublePrecisionStaysDouble() {
    var start = Tensor.zeros(3, 4).to(DType.F64);
    Energy plain = x -> x.square().sum(1);
    for (var sampler : new Sampler[] {new Langevin(plain, 0.1), new Mala(plain, 0.1), new Gibbs(plain),
        new Metropolis(plain, Proposal.walk(1)), new Metropolis(plain, Proposal.flip()),
        new ShortRun(plain, 1, 0.1, 1, -1, 1)}) {
      assertEquals(DType.F64, sampler.step(start, RandomStream.of(7)).dtype(), sampler.toString());
    }
  }
}
