package org.vitrail.vlm.experiment;

import java.util.List;
import java.util.function.Consumer;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.FiniteSpace;
import org.vitrail.vlm.energy.Ising;
import org.vitrail.vlm.energy.sample.Exact;
import org.vitrail.vlm.energy.sample.Gibbs;
import org.vitrail.vlm.energy.train.ContrastiveDivergence;
import org.vitrail.vlm.energy.train.EnergyTask;
import org.vitrail.vlm.energy.train.Negatives;
import org.vitrail.vlm.energy.train.PersistentChains;
import org.vitrail.vlm.energy.train.PhaseLoss;

/** Nine binary units learn a distribution of 512 states from 2000 draws, by the likelihood itself and by sampling. */
public record IsingLearning(int steps) implements Experiment {
  private static final int UNITS = 9;
  private static final int DRAWS = 2000;
  private static final int BATCH = 256;
  private static final int CHAINS = 64;

  public IsingLearning() {
    this(600);
  }

  @Override public String name() {
    return "ising";
  }

  @Override public String about() {
    return "nine binary units, 512 states: maximum likelihood, CD-1, CD-10, persistent chains";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var space = FiniteSpace.binary(UNITS);
    var truth = Ising.of(Init.of(seed).at("truth"), UNITS, 0.7);
    var data = new Exact(space, truth).draw(DRAWS, RandomStream.of(seed).at("data"));
    var more = new Exact(space, truth).draw(10 * DRAWS, RandomStream.of(seed).at("more"));
    double cd1 = learn(seed, progress, "CD-1", truth, space, data, 1, false);
    double cd10 = learn(seed, progress, "CD-10", truth, space, data, 10, false);
    double pcd = learn(seed, progress, "persistent chains", truth, space, data, 1, true);
    return List.of(
        Finding.below("KL, maximum likelihood, 2000 draws", likeliest(seed, progress, truth, space, data), 0.01),
        Finding.below("KL, maximum likelihood, 20000 draws", likeliest(seed, progress, truth, space, more), 0.01),
        Finding.reported("KL, CD-1", cd1), Finding.reported("KL, CD-10", cd10),
        Finding.below("KL, 64 persistent chains", pcd, 0.05),
        Finding.above("KL, CD-1 less that of persistent chains", cd1 - pcd, -0.02));
  }

  /** The divergence of the likeliest model; of 45 numbers learnt from n draws 45/(2n) is to be expected. */
  double likeliest(long seed, Consumer<String> progress, Ising truth, FiniteSpace space, Tensor data) {
    progress.accept("maximum likelihood, " + data.dim(0) + " draws");
    var model = Ising.of(Init.of(seed).at("exact"), UNITS, 0.01);
    fit(seed, progress).minimise(optimizer(model), step -> space.negativeLogLikelihood(model, data));
    return space.divergence(truth, model);
  }

  private Fit fit(long seed, Consumer<String> progress) {
    return new Fit(steps, Schedule.cosine(0.1, 0, steps), RandomStream.of(seed).at("fit"), progress);
  }

  private static AdamW optimizer(Ising model) {
    return new AdamW(Group.of(model.parameters().values(), 0));
  }

  private double learn(long seed, Consumer<String> progress, String name, Ising truth, FiniteSpace space, Tensor data,
      int sweeps, boolean persistent) {
    progress.accept(name);
    var model = Ising.of(Init.of(seed).at(name), UNITS, 0.01);
    var gibbs = new Gibbs(model);
    Negatives negatives = persistent ? PersistentChains.from(data.slice(0, 0, CHAINS), gibbs, sweeps)
        : new ContrastiveDivergence(gibbs, sweeps);
    var batches = RandomStream.of(seed).at("batches");
    var task = new EnergyTask(model, negatives, new PhaseLoss(0), 0);
    fit(seed, progress).minimise(optimizer(model), step ->
        task.loss(Fit.some(data, BATCH, batches.at("step." + step))));
    return space.divergence(truth, model);
  }
}
