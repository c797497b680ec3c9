package org.vitrail.vlm.experiment;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Mode;
import org.vitrail.nn.optim.Optimizer;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** A training loop without files: what {@link org.vitrail.nn.train.Trainer} does, but for checkpoints. */
record Fit(int steps, Schedule schedule, RandomStream random, Consumer<String> progress) {
  private static final int LINES = 10;

  /** Minimises the loss that {@code loss} makes of each step's number. */
  void minimise(Optimizer optimizer, IntFunction<Tensor> loss) {
    for (int k = 0; k < steps; k++) {
      int step = k;
      Scope.run("step", () -> {
        var gradients = Tape.gradients(() -> Mode.training(random.at("step." + step), () -> loss.apply(step)));
        optimizer.step(gradients, schedule.rate(step));
        if ((step + 1) % Math.max(1, steps / LINES) == 0) tell(step + 1, gradients.loss().item());
      });
    }
  }

  /** {@code n} of the rows of {@code data}, drawn with repetition. */
  static Tensor some(Tensor data, int n, RandomStream random) {
    var places = IntStream.generate(() -> random.nextInt(data.dim(0))).limit(n).toArray();
    return data.indexSelect(0, Tensor.of(places, n));
  }

  private void tell(int step, double loss) {
    progress.accept(String.format(Locale.ROOT, "step %d of %d, loss %.4f", step, steps, loss));
  }
}
