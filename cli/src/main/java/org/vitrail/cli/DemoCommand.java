package org.vitrail.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.cli.classify.ClassifierRun;
import org.vitrail.cli.classify.VitOptions;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.contrastive.ClipOptions;
import org.vitrail.cli.contrastive.ContrastiveRun;
import org.vitrail.cli.fusion.Imagined;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.train.TrainModelCommand;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.kernels.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrail demo}. */
@Command(
    name = "demo",
    description = {
      "Train a small CLIP on generated scenes in a few minutes, and write a report.",
      "In the report texts find pictures, and pictures get labels. "
          + "With --digits it is a vision transformer on handwriting."
    },
    sortOptions = false,
    footer = {
      "  vitrail demo",
      "  vitrail demo --digits               handwriting, with curves, mistakes and attention maps",
      "  vitrail demo --out my-first-run",
      "  vitrail demo --digits --json | jq .accuracy"
    })
public final class DemoCommand implements Runnable {
  private final Console console;

  @Option(names = "--digits", description = "A vision transformer on handwritten digits instead.")
  private boolean digits;

  @Option(names = "--out", paramLabel = "FOLDER",
      description = "Where the run is kept (runs/demo, or the next free name).")
  private Path out;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Names every random number (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public DemoCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    threads.apply();
    var folder = out == null ? free(Path.of("runs", "demo")) : out;
    var figures = Devices.on(where.device(), () -> digits ? handwriting(folder) : scenes(folder));
    console.figures(figures, output.json);
    if (output.json || !figures.containsKey("report")) return;
    suggest(figures.get("report"), digits ? afterDigits(folder) : afterScenes(folder));
  }

  private Map<String, Object> handwriting(Path folder) {
    var options = TrainModelCommand.parse(console, new VitOptions(), "--data=digits", "--patch=2", "--steps=3000",
        "--lr=2e-3", "--warmup=100", "--weight-decay=0.1", "--smoothing=0.1", "--shift=1", "--eval-every=150",
        "--checkpoint-every=1000", "--seed=" + seed);
    return new ClassifierRun(new TrainingRun(console, "vit", folder, false), options).train();
  }

  private Map<String, Object> scenes(Path folder) {
    var options = TrainModelCommand.parse(console, new ClipOptions(), "--data=scenes", "--seed=" + seed);
    return new ContrastiveRun(new TrainingRun(console, options.command(), folder, false), options,
        vision -> List.of(Imagined.gallery(vision, seed))).train();
  }

  private static List<Report.Command> afterDigits(Path run) {
    return List.of(
        new Report.Command("vitrail predict " + run + " PICTURE.png", "what does a picture of yours show?"),
        new Report.Command("vitrail train vit --data scenes", "42 classes of generated pictures"),
        new Report.Command("vitrail train vit --data FOLDER", "your own pictures, one folder for each class"),
        new Report.Command("vitrail train vit --help", "everything that can be changed"));
  }

  private static List<Report.Command> afterScenes(Path run) {
    return List.of(
        new Report.Command("vitrail search --model " + run + " --index PICTURES \"a red circle\"",
            "find pictures by a text"),
        new Report.Command("vitrail zeroshot --model " + run + " --labels \"circle,square\" PICTURE.png",
            "labels of your own"),
        new Report.Command("vitrail eval --model " + run + " --probes all",
            "does it count, does it know left from right?"),
        new Report.Command("vitrail imagine \"a yellow circle and a blue square\"", "pictures for a text of yours"),
        new Report.Command("vitrail train clip --data FOLDER", "your own pictures with captions"));
  }

  private void suggest(Object report, List<Report.Command> commands) {
    int width = commands.stream().mapToInt(command -> command.line().length()).max().orElse(0);
    console.say("\nOpen " + report + " in a browser. Then try:");
    for (var command : commands) {
      console.say(("  %-" + width + "s  %s").formatted(command.line(), command.explanation()));
    }
  }

  /** {@code path} if nothing is there yet, else {@code path-2}, {@code path-3}, … */
  private static Path free(Path path) {
    var candidate = path;
    for (int n = 2; Files.exists(candidate); n++) candidate = path.resolveSibling(path.getFileName() + "-" + n);
    return candidate;
  }
}
