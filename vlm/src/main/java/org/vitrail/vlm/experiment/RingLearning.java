package org.vitrail.vlm.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.FiniteSpace;
import org.vitrail.vlm.energy.MlpEnergy;
import org.vitrail.vlm.energy.sample.Exact;
import org.vitrail.vlm.energy.sample.Langevin;
import org.vitrail.vlm.energy.sample.Metropolis;
import org.vitrail.vlm.energy.sample.Proposal;
import org.vitrail.vlm.energy.train.EnergyTask;
import org.vitrail.vlm.energy.train.PersistentChains;
import org.vitrail.vlm.energy.train.PhaseLoss;

/**
 * A perceptron learns eight Gaussians in a ring of radius 2; a grid tells its true likelihood. Langevin steps alone
 * never pass from one Gaussian to the next, fifteen deviations away: how much each weighs would be left to chance.
 * Jumps that Metropolis accepts now and then see to that.
 */
public record RingLearning(int steps) implements Experiment {
  private static final int MODES = 8;
  private static final double RADIUS = 2;
  private static final double STD = 0.1;
  private static final int BATCH = 512;

  public RingLearning() {
    this(8000);
  }

  @Override public String name() {
    return "ring";
  }

  @Override public String about() {
    return "eight Gaussians in a ring: a perceptron, Langevin steps and jumps in persistent chains";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var random = RandomStream.of(seed);
    var model = MlpEnergy.of(Init.of(seed), 2, 128);
    var sampler = new Langevin(model, 0.05).then(new Metropolis(model, Proposal.walk(RADIUS)));
    var chains = PersistentChains.from(random.at("chains").uniform(Shape.of(BATCH, 2), -4, 4), sampler, 10);
    var task = new EnergyTask(model, chains, new PhaseLoss(0), 0);
    var optimizer = new AdamW(Group.of(model.parameters().values(), 0), 0.5, 0.999, 1e-8);
    new Fit(steps, Schedule.cosine(5e-3, 0, steps), random.at("fit"), progress)
        .minimise(optimizer, step -> task.loss(data(BATCH, random.at("data." + step))));
    return judge(model, chains.chains(), random);
  }

  private static List<Finding> judge(MlpEnergy model, Tensor chains, RandomStream random) {
    var grid = FiniteSpace.grid(4, 201);
    double cell = Math.pow(8 / 201.0, 2);
    double nll = grid.negativeLogLikelihood(model, data(10_000, random.at("test"))).item() + Math.log(cell);
    var findings = new ArrayList<Finding>();
    findings.add(Finding.reported("entropy of the mixture, nats", entropy()));
    findings.add(new Finding("NLL on the grid less that entropy", nll - entropy(), -0.15, 0.15));
    findings.add(Finding.above("least share of a mode, 4000 exact samples",
        leastShare(new Exact(grid, model).draw(4000, random.at("exact"))), 0.06));
    findings.add(Finding.reported("least share of a mode, the chains", leastShare(chains)));
    return findings;
  }

  /** Of Gaussians that do not touch: {@code log 8 + log(2πe·std²)}. */
  private static double entropy() {
    return Math.log(MODES) + Math.log(2 * Math.PI * Math.E * STD * STD);
  }

  /** Points (n, 2). */
  private static Tensor data(int n, RandomStream random) {
    var centres = new float[2 * n];
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * random.nextInt(MODES) / MODES;
      centres[2 * i] = (float) (RADIUS * Math.cos(angle));
      centres[2 * i + 1] = (float) (RADIUS * Math.sin(angle));
    }
    return Tensor.of(centres, n, 2).add(random.normal(Shape.of(n, 2), 0, STD));
  }

  /** The share of points that are within five deviations of a mode, of the mode that has fewest. */
  private static double leastShare(Tensor points) {
    var xy = points.toDoubles();
    var counts = new int[MODES];
    for (int i = 0; i < xy.length; i += 2) {
      int mode = Math.floorMod(Math.round(Math.atan2(xy[i + 1], xy[i]) * MODES / (2 * Math.PI)), MODES);
      double angle = 2 * Math.PI * mode / MODES;
      double off = Math.hypot(xy[i] - RADIUS * Math.cos(angle), xy[i + 1] - RADIUS * Math.sin(angle));
      if (off < 5 * STD) counts[mode]++;
    }
    return Arrays.stream(counts).min().getAsInt() / (double) points.dim(0);
  }
}
