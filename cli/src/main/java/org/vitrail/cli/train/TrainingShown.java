package org.vitrail.cli.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.train.Outcome;

/** Shows on the console what a trainer tells. */
public class TrainingShown implements org.vitrail.nn.train.Progress, AutoCloseable {
  private final Console console;
  private final int batch;
  private final Function<Map<String, Double>, String> sentence;
  private Progress bar;

  /** @param sentence what to say of the measures of an evaluation */
  public TrainingShown(Console console, int batch, Function<Map<String, Double>, String> sentence) {
    this.console = console;
    this.batch = batch;
    this.sentence = sentence;
  }

  @Override public void started(int done, int steps) {
    bar = Progress.of(console, "training", done, steps);
  }

  @Override public void stepped(Step step) {
    bar.step(new Progress.Step(step.step(), step.loss(), step.rate(), step.gradNorm(), batch));
  }

  @Override public void evaluated(int step, SequencedMap<String, Double> measures) {
    bar.say("step " + step + ": " + sentence.apply(measures));
  }

  /** Says how to go on after an interrupt. */
  void stopped(String command, Outcome outcome, Path folder) {
    console.say("stopped after step " + outcome.step() + "; go on with: vitrail train " + command + " --resume "
        + folder + DeviceOptions.flags(Devices.current()));
  }

  @Override public void close() {
    if (bar != null) bar.close();
  }
}
