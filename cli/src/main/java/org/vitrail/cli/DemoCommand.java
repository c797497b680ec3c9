package org.vitrail.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.kernels.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrail demo}. */
@Command(
    name = "demo",
    description = {
      "Train a small vision transformer from random weights on handwritten digits, in a minute or two,",
      "and write a report with curves, mistakes and attention maps."
    },
    footer = {
      "  vitrail demo",
      "  vitrail demo --out my-first-run",
      "  vitrail demo --json | jq .accuracy"
    })
final class DemoCommand implements Runnable {
  private final Console console;

  @Option(names = "--out", paramLabel = "FOLDER",
      description = "Where the run is kept (runs/demo, or the next free name).")
  private Path out;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Names every random number (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    threads.apply();
    var folder = out == null ? free(Path.of("runs", "demo")) : out;
    var options = VitOptions.of("--data=digits", "--patch=2", "--steps=3000", "--lr=2e-3",
        "--warmup=100", "--weight-decay=0.1", "--smoothing=0.1", "--shift=1", "--eval-every=150",
        "--checkpoint-every=1000", "--seed=" + seed);
    var run = new TrainingRun(console, "vit", folder, false);
    var figures = Devices.on(where.device(), () -> new ClassifierRun(run, options).train());
    console.figures(figures, output.json);
    if (output.json) return;
    console.say("""

        Open %s in a browser. Then try:
          vitrail predict %s PICTURE.png         what does a picture of yours show?
          vitrail train vit --data scenes        42 classes of generated pictures
          vitrail train vit --data FOLDER        your own pictures, one folder for each class
          vitrail train vit --help               everything that can be changed"""
        .formatted(figures.get("report"), folder));
  }

  /** {@code path} if nothing is there yet, else {@code path-2}, {@code path-3}, … */
  private static Path free(Path path) {
    var candidate = path;
    for (int n = 2; Files.exists(candidate); n++) candidate = path.resolveSibling(path.getFileName() + "-" + n);
    return candidate;
  }
}
