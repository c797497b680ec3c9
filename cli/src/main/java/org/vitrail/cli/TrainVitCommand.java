package org.vitrail.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vitrail train vit}. */
@Command(
    name = "vit",
    description = "Train a vision transformer to tell pictures apart, and write a report.",
    sortOptions = false,
    footer = {
      "  vitrail train vit --data scenes                      42 classes of generated pictures",
      "  vitrail train vit --data digits --patch 2 --shift 1  real handwriting, 8x8 pixels",
      "  vitrail train vit --data photos --image-size 64 --patch 8 --mirror --steps 5000",
      "  vitrail train vit --config my.json --lr 5e-4         settings from a file, one of them changed",
      "  vitrail train vit --data scenes --device opencl      on a GPU",
      "  vitrail train vit --resume runs/vit-scenes           go on where Ctrl-C or a crash stopped it"
    })
final class TrainVitCommand implements Runnable, Configurable {
  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private VitOptions vit;

  @Mixin private RunOptions run;

  TrainVitCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    run.train(console, "vit", vit.pictures().name(), training -> new ClassifierRun(training, vit).train());
  }

  @Override public Settings settings() throws IOException {
    return run.settings(spec.mixins().get("vit"), "vit", null);
  }
}
