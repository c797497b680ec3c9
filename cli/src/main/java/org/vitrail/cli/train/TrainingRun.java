package org.vitrail.cli.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vitrail.autograd.Parameter;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.nn.Part;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.optim.Optimizer;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.Interrupt;
import org.vitrail.nn.train.Metrics;
import org.vitrail.nn.train.Outcome;
import org.vitrail.nn.train.Plan;
import org.vitrail.nn.train.Trainable;
import org.vitrail.nn.train.Trainer;

/**
 * A training run, new or resumed, in its folder.
 *
 * @param command the model after {@code vitrail train} that goes on with it
 */
public record TrainingRun(Console console, String command, Path folder, boolean resumed) {
  /** The setting that says which command made a run. */
  static final String COMMAND = "command";
  private static final String MARK = "data-hash";

  /** {@code settings} with a mark of the text in {@code file}; says so if a resumed run learned from another before. */
  public Map<String, Object> marked(Map<String, Object> settings, String file, String text) {
    var mark = Integer.toHexString(text.hashCode());
    try {
      var before = resumed ? Checkpoint.open(folder).settings().get(MARK) : null;
      if (before != null && !before.equals(mark)) {
        console.say("note: " + file + " is no longer the text that the run began with; what is held out of it now may "
            + "have been learned before");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var marked = new LinkedHashMap<>(settings);
    marked.put(MARK, mark);
    return marked;
  }

  /** Trains until the plan is done or the user interrupts, and tells how to go on after that. */
  public <B> Outcome train(Trainable<B> task, Batches<?, B> batches, Optimizer optimizer, Plan plan,
      Map<String, Object> settings, TrainingShown shown) {
    var noted = new LinkedHashMap<>(settings);
    noted.put(COMMAND, command);
    var scaled = plan.scalesLoss(Devices.current().precision() == Precision.F16);
    try (shown; var interrupt = Interrupt.onShutdown()) {
      var trainer = new Trainer<>(task, batches, optimizer, scaled, folder).settings(noted).progress(shown);
      var outcome = resumed ? trainer.resume(interrupt) : trainer.train(interrupt);
      if (outcome.interrupted()) shown.stopped(command, outcome, folder);
      return outcome;
    }
  }

  /** The figures of a resumed run that has done {@code steps} already and left all that it leaves; it says so. */
  Optional<Map<String, Object>> complete(int steps) {
    if (!resumed || !Files.exists(folder.resolve("model")) || !Files.exists(report())) return Optional.empty();
    try {
      var last = Checkpoint.open(folder);
      if (last.step() < steps) return Optional.empty();
      console.say(folder + " is complete, its " + last.step() + " steps are done; more --steps N go on with it");
      var line = Metrics.read(folder).getLast();
      var measures = new LinkedHashMap<String, Object>();
      if (line.get("val") instanceof Map<?, ?> values) values.forEach((k, v) -> measures.put((String) k, v));
      return Optional.of(figures(measures, last.seconds(), last.folder()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code measures} say of a run that is done. */
  Map<String, Object> figures(Map<String, ?> measures, double seconds, Path checkpoint) {
    var figures = new LinkedHashMap<String, Object>(measures);
    figures.put("seconds", seconds);
    figures.put("device", DeviceOptions.words(Devices.current()));
    figures.put("checkpoint", checkpoint.toString());
    figures.put("model", folder.resolve("model").toString());
    figures.put("report", report().toString());
    return figures;
  }

  /** Where its tokenizer is. */
  public Path tokenizer() {
    return folder.resolve("tokenizer");
  }

  public Path report() {
    return folder.resolve("report.html");
  }

  /** Number of learned values. */
  public static long parameters(Part model) {
    return model.parameters().values().stream().mapToLong(Parameter::size).sum();
  }
}
