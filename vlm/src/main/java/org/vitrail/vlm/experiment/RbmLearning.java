package org.vitrail.vlm.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.optim.Sgd;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vlm.energy.Rbm;
import org.vitrail.vlm.energy.sample.BlockGibbs;
import org.vitrail.vlm.energy.train.ContrastiveDivergence;
import org.vitrail.vlm.energy.train.EnergyTask;
import org.vitrail.vlm.energy.train.Negatives;
import org.vitrail.vlm.energy.train.PersistentChains;
import org.vitrail.vlm.energy.train.PhaseLoss;

/** A restricted Boltzmann machine of 256 visible and 128 hidden units learns black and white scenes of one object. */
public record RbmLearning(int steps) implements Experiment {
  private static final int BATCH = 64;
  private static final int PICTURES = 4000;
  private static final int HELD_OUT = 500;

  public RbmLearning() {
    this(2000);
  }

  @Override public String name() {
    return "rbm";
  }

  @Override public String about() {
    return "black and white scenes, 16x16: a restricted Boltzmann machine, CD-1 and persistent chains";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var pictures = ScenePixels.binary("train", Family.SINGLE, PICTURES);
    var held = ScenePixels.binary("test", Family.SINGLE, HELD_OUT);
    var findings = new ArrayList<Finding>();
    findings.add(Finding.reported("pixels that are white", held.mean().item()));
    for (boolean persistent : new boolean[] {false, true}) {
      var name = persistent ? "PCD-1" : "CD-1";
      progress.accept(name);
      var rbm = Rbm.of(Init.of(seed).at(name), pictures.dim(1), 128);
      learn(rbm, persistent, pictures, RandomStream.of(seed).at(name), progress);
      judge(name, rbm, held, RandomStream.of(seed).at("judge"), findings);
    }
    return findings;
  }

  private void learn(Rbm rbm, boolean persistent, Tensor pictures, RandomStream random, Consumer<String> progress) {
    Negatives negatives = persistent
        ? PersistentChains.from(pictures.slice(0, 0, BATCH), new BlockGibbs(rbm), 1)
        : new ContrastiveDivergence(new BlockGibbs(rbm), 1);
    var task = new EnergyTask(rbm, negatives, new PhaseLoss(0), 0);
    new Fit(steps, Schedule.constant(0.05), random, progress)
        .minimise(new Sgd(Group.of(rbm.parameters().values(), 0), 0), step -> task.loss(
            Fit.some(pictures, BATCH, random.at("data." + step))));
  }

  private static void judge(String name, Rbm rbm, Tensor held, RandomStream random, List<Finding> findings) {
    var fits = rbm.of(held).neg().toDoubles();
    var shuffled = rbm.of(ScenePixels.shuffled(held.reshape(-1, 1, 16, 16), random).flatten(1, 3)).neg().toDoubles();
    var again = rbm.visibleGiven(rbm.hiddenGiven(held));
    findings.add(Finding.reported(name + ", AUROC beside shuffled pixels", Auroc.of(fits, shuffled)));
    findings.add(Finding.reported(name + ", pixels wrong after one pass", again.round().sub(held).abs().mean().item()));
  }
}
