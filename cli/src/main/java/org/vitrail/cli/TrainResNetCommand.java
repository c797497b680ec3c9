package org.vitrail.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vitrail train resnet}. */
@Command(
    name = "resnet",
    description = "Train a residual network to tell pictures apart, and write a report.",
    sortOptions = false,
    defaultValueProvider = TrainResNetCommand.Recipe.class,
    footer = {
      "  vitrail train resnet --data scenes --eval-every 0       42 classes of generated pictures",
      "  vitrail train resnet --data photos --image-size 224 --stem large --bottleneck --depths 3,4,6,3",
      "  vitrail train resnet --resume runs/resnet-scenes        go on where Ctrl-C or a crash stopped it"
    })
final class TrainResNetCommand implements Runnable, Configurable {
  /** Defaults of flags that no settings name. */
  static final class Recipe implements IDefaultValueProvider {
    private static final Settings SETTINGS = new Settings("train resnet", ResNetOptions.RECIPE);

    @Override public String defaultValue(ArgSpec argument) {
      return SETTINGS.defaultValue(argument);
    }
  }

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin(name = "resnet") private ResNetOptions resnet;

  @Mixin private RunOptions run;

  TrainResNetCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    run.train(console, "resnet", resnet.pictures().name(), training -> new ClassifierRun(training, resnet).train());
  }

  @Override public Settings settings() throws IOException {
    var settings = run.settings(spec, "resnet", null);
    return settings == null ? null : settings.over(ResNetOptions.RECIPE);
  }
}
