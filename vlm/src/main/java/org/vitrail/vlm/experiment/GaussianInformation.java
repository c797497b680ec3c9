package org.vitrail.vlm.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.infonce.Critic;
import org.vitrail.vlm.infonce.Towers;

/**
 * How much one of two correlated Gaussians tells of the other, {@code −½·log(1 − ρ²)} nats a dimension, from InfoNCE
 * with two towers; and that its bound stops at log n.
 */
public record GaussianInformation(int steps, List<Double> correlations) implements Experiment {
  private static final int N = 128;
  private static final int BATCHES = 500;

  public GaussianInformation() {
    this(1500, List.of(0.3, 0.6, 0.9));
  }

  /** Pairs (n, d) each. */
  private record Pairs(Tensor x, Tensor y) {
    static Pairs of(int dimensions, double correlation, RandomStream random) {
      var x = random.normal(Shape.of(N, dimensions), 0, 1);
      var rest = random.normal(Shape.of(N, dimensions), 0, Math.sqrt(1 - correlation * correlation));
      return new Pairs(x, x.mul(correlation).add(rest));
    }
  }

  @Override public String name() {
    return "information";
  }

  @Override public String about() {
    return "mutual information of two Gaussians by InfoNCE, 128 pairs a batch; its bound of log n";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var findings = new ArrayList<Finding>();
    for (double correlation : correlations) {
      double truth = information(1, correlation);
      var what = String.format(Locale.ROOT, "rho = %.1f, truth %.4f nats, estimate", correlation, truth);
      findings.add(new Finding(what, estimate(1, correlation, seed, progress), 0.8 * truth, truth + 0.02));
    }
    var what = String.format(Locale.ROOT, "20 dimensions, truth %.1f nats, log n = %.3f, estimate",
        information(20, 0.9), Math.log(N));
    findings.add(new Finding(what, estimate(20, 0.9, seed, progress), 0.9 * Math.log(N), Math.log(N)));
    return findings;
  }

  private static double information(int dimensions, double correlation) {
    return -0.5 * dimensions * Math.log(1 - correlation * correlation);
  }

  private double estimate(int dimensions, double correlation, long seed, Consumer<String> progress) {
    progress.accept((dimensions == 1 ? "1 dimension" : dimensions + " dimensions") + ", correlation " + correlation);
    var random = RandomStream.of(seed).at(dimensions + "." + correlation);
    var critic = Towers.of(Init.of(seed), dimensions, 64, 32);
    new Fit(steps, Schedule.cosine(3e-3, 0, steps), random, progress)
        .minimise(new AdamW(Group.of(critic.parameters().values(), 0)),
            step -> bound(critic, Pairs.of(dimensions, correlation, random.at("train." + step))).neg());
    double sum = 0;
    for (int k = 0; k < BATCHES; k++) {
      var batch = random.at("test." + k);
      sum += Scope.call("estimate", () -> bound(critic, Pairs.of(dimensions, correlation, batch)).item());
    }
    return sum / BATCHES;
  }

  private static Tensor bound(Critic critic, Pairs pairs) {
    return critic.bound(pairs.x, pairs.y);
  }
}
