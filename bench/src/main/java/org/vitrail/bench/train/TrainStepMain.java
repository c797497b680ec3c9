package org.vitrail.bench.train;

import java.util.Arrays;
import java.util.Locale;

/** {@code TrainStepMain vit-tiny|vit-32px|decoder [WARM_UP STEPS]}: prints each step, then what it costs. */
public final class TrainStepMain {
  private TrainStepMain() {}

  public static void main(String[] args) {
    var model = Arrays.stream(TrainingStep.Model.values()).filter(m -> m.label().equals(args[0])).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(args[0] + " is none of " + TrainingStep.labels()));
    int warmUp = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int steps = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    long[] last = {System.nanoTime()};
    var report = StepReport.measure(model, warmUp, steps, (done, loss) -> {
      long now = System.nanoTime();
      System.out.printf(Locale.ROOT, "step %3d  %8.1f ms  loss %.4f%n", done, (now - last[0]) / 1e6, loss);
      last[0] = now;
    });
    System.out.println(report);
  }
}
