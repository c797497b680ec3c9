package org.vitrail.cli.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.train.Checkpoint;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a training run is kept, where its settings stand, and where it computes. */
public final class RunOptions {
  @Option(names = "--out", paramLabel = "FOLDER", description = "Where the run is kept (runs/MODEL-DATA).")
  private Path out;

  @Option(names = "--config", paramLabel = "FILE",
      description = "Settings from a JSON file, {\"width\": 64, …}; flags on the command line go before it.")
  private Path config;

  @Option(names = "--resume", paramLabel = "FOLDER",
      description = "Continue the run in this folder, or of this checkpoint, with its own settings.")
  private Path resume;

  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  /**
   * Trains on the device that is asked for and prints the figures.
   *
   * @param command the model, and with {@code data} the name of a run for which the command line names no folder
   */
  public void train(Console console, String command, String data, Function<TrainingRun, Map<String, Object>> training) {
    threads.apply();
    var folder = resume != null ? resumed() : out != null ? out : Path.of("runs", command + "-" + data);
    var run = new TrainingRun(console, command, folder, resume != null);
    console.figures(Devices.on(where.device(), () -> training.apply(run)), output.json);
  }

  /**
   * The settings of a resumed run, those of a file, or {@code otherwise}.
   *
   * @param known the flags that a file may hold
   */
  public Settings settings(CommandSpec known, String command, Settings otherwise) throws IOException {
    if (resume == null) return config == null ? otherwise : Settings.read(config).requireKnown(known);
    var checkpoint = Checkpoint.open(resume);
    var made = checkpoint.settings().getOrDefault(TrainingRun.COMMAND, command);
    UserError.unless(made.equals(command), resume + " is a run of train " + made + "; go on with: vitrail train " + made
        + " --resume " + resume);
    return new Settings(checkpoint.folder().toString(), checkpoint.settings());
  }

  /**
   * The folder of the run that is resumed, which its newest checkpoint names as well; from an older one nothing goes
   * on, for the newer ones stand in its way.
   */
  private Path resumed() {
    if (!Files.exists(resume.resolve("train_state.json"))) return resume;
    var folder = resume.toAbsolutePath().normalize().getParent();
    try {
      var newest = Checkpoint.open(folder).folder();
      UserError.unless(Files.isSameFile(newest, resume), folder + " goes on from its newest checkpoint: give --resume "
          + newest + ", or move that away to go on from " + resume);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
