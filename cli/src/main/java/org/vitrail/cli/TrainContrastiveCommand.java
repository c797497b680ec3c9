package org.vitrail.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vitrail train clip}, {@code siglip} and {@code llip}: the options say which, and what it is. */
@Command(sortOptions = false, defaultValueProvider = TrainContrastiveCommand.Recipe.class)
final class TrainContrastiveCommand implements Runnable, Configurable {
  /** Defaults of flags that no settings name. */
  static final class Recipe implements IDefaultValueProvider {
    private static final Settings SETTINGS = new Settings("train", ContrastiveOptions.RECIPE);

    @Override public String defaultValue(ArgSpec argument) {
      return SETTINGS.defaultValue(argument);
    }
  }

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin(name = ContrastiveOptions.MIXIN) private final ContrastiveOptions options;
  @Mixin private RunOptions run;

  TrainContrastiveCommand(Console console, ContrastiveOptions options) {
    this.console = console;
    this.options = options;
  }

  /** Adds the command that {@code options} describe to {@code train}. */
  static void addTo(CommandLine train, Console console, ContrastiveOptions options) {
    train.addSubcommand(options.command(), new TrainContrastiveCommand(console, options));
  }

  /** {@code options} as {@code args} say, everything else at its default. */
  static <O extends ContrastiveOptions> O parse(Console console, O options, String... args) {
    new CommandLine(new TrainContrastiveCommand(console, options)).parseArgs(args);
    return options;
  }

  @Override public void run() {
    run.train(console, options.command(), options.captions.name(),
        training -> new ContrastiveRun(training, options).train());
  }

  @Override public Settings settings() throws IOException {
    var settings = run.settings(spec.mixins().get(ContrastiveOptions.MIXIN), options.command(), null);
    return settings == null ? null : settings.over(ContrastiveOptions.RECIPE);
  }
}
