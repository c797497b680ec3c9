package org.vitrail.vlm.experiment;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vlm.energy.ConvEnergy;
import org.vitrail.vlm.energy.Energy;
import org.vitrail.vlm.energy.sample.ShortRun;
import org.vitrail.vlm.energy.train.EnergyTask;
import org.vitrail.vlm.energy.train.PhaseLoss;
import org.vitrail.vlm.energy.train.ReplayBuffer;

/**
 * Convolutions learn pictures of one object from short runs out of a replay buffer, and tell them from what is none.
 */
public record PictureLearning(int steps, int batch, int heldOut) implements Experiment {
  private static final int PICTURES = 4000;

  public PictureLearning() {
    this(1000, 32, 500);
  }

  @Override public String name() {
    return "pictures";
  }

  @Override public String about() {
    return "scenes of one object, 32x32: convolutions, short runs from a replay buffer";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var random = RandomStream.of(seed);
    var model = ConvEnergy.of(Init.of(seed), 3);
    var sampler = new ShortRun(model, 10, 0.005, 0.03, -1, 1);
    var buffer = ReplayBuffer.of(sampler, 40, 0.05, -1, 1, 2000, Shape.of(3, 32, 32), random.at("buffer"));
    var task = new EnergyTask(model, buffer, new PhaseLoss(1), 0.03);
    var optimizer = new AdamW(Group.of(model.parameters().values(), 0), 0, 0.999, 1e-8);
    var pictures = ScenePixels.of("train", Family.SINGLE, PICTURES);
    new Fit(steps, Schedule.constant(1e-4), random.at("fit"), progress)
        .minimise(optimizer, step -> task.loss(Fit.some(pictures, batch, random.at("data." + step))));
    return judge(model, buffer, random);
  }

  private List<Finding> judge(Energy model, ReplayBuffer buffer, RandomStream random) {
    var pictures = ScenePixels.of("test", Family.SINGLE, heldOut);
    var shape = pictures.shape();
    var held = fits(model, pictures);
    var noise = fits(model, random.at("noise").uniform(shape, -1, 1));
    var shuffled = fits(model, ScenePixels.shuffled(pictures, random.at("shuffle")));
    var counts = fits(model, ScenePixels.of("test", Family.COUNT, heldOut));
    var samples = fits(model, buffer.samples().slice(0, 0, heldOut));
    double farthest = DoubleStream.of(held).map(Math::abs).max().getAsDouble();
    return List.of(Finding.above("AUROC beside uniform noise", Auroc.of(held, noise), 0.99),
        Finding.above("AUROC beside shuffled pixels", Auroc.of(held, shuffled), 0.95),
        Finding.reported("AUROC beside scenes of several objects", Auroc.of(held, counts)),
        Finding.below("greatest |E| of held-out pictures", farthest, 50),
        Finding.below("greatest |E| of the buffer", DoubleStream.of(samples).map(Math::abs).max().getAsDouble(), 50),
        Finding.reported("mean E of held-out pictures", -DoubleStream.of(held).average().getAsDouble()),
        Finding.reported("mean E of the buffer", -DoubleStream.of(samples).average().getAsDouble()),
        Finding.reported("share of the buffer at its bounds", buffer.saturation()));
  }

  /** −E of each picture, computed in parts. */
  private static double[] fits(Energy model, Tensor pictures) {
    return pictures.chunk(0, 8).stream().map(part -> Scope.call("energies", () -> model.of(part).neg().toDoubles()))
        .flatMapToDouble(DoubleStream::of).toArray();
  }
}
