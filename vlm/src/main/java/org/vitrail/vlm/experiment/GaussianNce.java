package org.vitrail.vlm.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;
import org.vitrail.vlm.nce.GaussianNoise;
import org.vitrail.vlm.nce.NoiseContrast;
import org.vitrail.vlm.nce.Unnormalised;

/** Mean, precision and normaliser of a Gaussian in one dimension, from noise N(0, 2²), ν = 1, 5 and 50. */
public record GaussianNce(int samples, int steps, List<Integer> nus) implements Experiment {
  private static final double MU = 0.7;
  private static final double LAMBDA = 1.5;
  private static final GaussianNoise NOISE = new GaussianNoise(0, 2);

  /** {@code E(x) = λ/2·(x − μ)²}, of which {@code Z = √(2π/λ)}. */
  public record Parabola(Parameter mu, Parameter lambda) implements Energy {
    @Override public Tensor of(Tensor x) {
      return x.sub(mu).square().mul(lambda).mul(0.5);
    }
  }

  /** What was found. */
  public record Estimate(double mu, double lambda, double logZ) {
    public static Estimate of(Unnormalised model) {
      var parabola = (Parabola) model.energy();
      return new Estimate(parabola.mu.item(), parabola.lambda.item(), model.logZ().item());
    }

    /** How far it is from another, all three numbers together. */
    double distance(Estimate other) {
      return Math.hypot(Math.hypot(mu - other.mu, lambda - other.lambda), logZ - other.logZ);
    }
  }

  public GaussianNce() {
    this(10_000, 300, List.of(1, 5, 50));
  }

  @Override public String name() {
    return "nce-gaussian";
  }

  @Override public String about() {
    return "mean, precision and log Z of a Gaussian from noise, for several ratios of noise to data";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var data = RandomStream.of(seed).at("data").normal(Shape.of(samples), MU, 1 / Math.sqrt(LAMBDA));
    var likeliest = likeliest(data);
    var findings = new ArrayList<Finding>();
    for (int nu : nus) {
      progress.accept("nu = " + nu);
      var found = fit(data, new NoiseContrast(nu), 0, RandomStream.of(seed).at("nu." + nu), progress);
      double logZ = 0.5 * Math.log(2 * Math.PI / found.lambda);
      findings.add(Finding.below("nu = " + nu + ", error of mu", Math.abs(found.mu - MU), 0.03));
      findings.add(Finding.below("nu = " + nu + ", relative error of lambda", 
          Math.abs(found.lambda / LAMBDA - 1), 0.05));
      findings.add(Finding.below("nu = " + nu + ", error of c", Math.abs(found.logZ - logZ), 0.05));
      findings.add(Finding.reported("nu = " + nu + ", distance from maximum likelihood", found.distance(likeliest)));
    }
    return findings;
  }

  /** The likeliest Gaussian. */
  public static Estimate likeliest(Tensor data) {
    double lambda = 1 / data.variance(0).item();
    return new Estimate(data.mean().item(), lambda, 0.5 * Math.log(2 * Math.PI / lambda));
  }

  /** What the contrast finds in {@code data}; {@code shift} is added to the noise's log density, 0 for the true one. */
  public Estimate fit(Tensor data, NoiseContrast contrast, double shift, RandomStream random,
      Consumer<String> progress) {
    var init = Init.of(0);
    var model = Unnormalised.of(new Parabola(init.zeros("mu"), init.ones("lambda")), init);
    var noise = NOISE.draw(Shape.of((int) (contrast.nu() * data.size())), random);
    var logData = NOISE.logDensity(data).add(shift);
    var logNoise = NOISE.logDensity(noise).add(shift);
    new Fit(steps, Schedule.cosine(0.05, 0, steps), random, progress)
        .minimise(new AdamW(Group.of(model.parameters().values(), 0)), step -> contrast.loss(
            contrast.logits(model.logDensity(data), logData), contrast.logits(model.logDensity(noise), logNoise)));
    return Estimate.of(model);
  }
}
