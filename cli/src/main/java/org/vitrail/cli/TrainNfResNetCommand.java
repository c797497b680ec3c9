package org.vitrail.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vitrail train nf-resnet}. */
@Command(
    name = "nf-resnet",
    description = "Train a residual network without norms to tell pictures apart, and write a report.",
    sortOptions = false,
    defaultValueProvider = TrainNfResNetCommand.Recipe.class,
    footer = {
      "  vitrail train nf-resnet --data scenes                42 classes of generated pictures",
      "  vitrail train nf-resnet --data scenes --batch 4      as good with few pictures in a step",
      "  vitrail train nf-resnet --resume runs/nf-resnet-scenes"
    })
final class TrainNfResNetCommand implements Runnable, Configurable {
  /** Defaults of flags that no settings name. */
  static final class Recipe implements IDefaultValueProvider {
    private static final Settings SETTINGS = new Settings("train nf-resnet", NfResNetOptions.RECIPE);

    @Override public String defaultValue(ArgSpec argument) {
      return SETTINGS.defaultValue(argument);
    }
  }

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin(name = "nf-resnet") private NfResNetOptions nfResNet;

  @Mixin private RunOptions run;

  TrainNfResNetCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    run.train(console, "nf-resnet", nfResNet.pictures().name(), training -> new ClassifierRun(training, nfResNet).train());
  }

  @Override public Settings settings() throws IOException {
    var settings = run.settings(spec, "nf-resnet", null);
    return settings == null ? null : settings.over(NfResNetOptions.RECIPE);
  }
}
