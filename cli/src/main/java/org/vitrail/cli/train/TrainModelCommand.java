package org.vitrail.cli.train;

import java.io.IOException;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.Configurable;
import org.vitrail.cli.options.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command of {@code vitrail train}, such as {@code train clip}: the options say which. */
@Command(sortOptions = false)
public final class TrainModelCommand implements Runnable, Configurable {
  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin(name = ModelOptions.MIXIN) private final ModelOptions options;
  @Mixin private RunOptions run;

  private TrainModelCommand(Console console, ModelOptions options) {
    this.console = console;
    this.options = options;
  }

  /** The command whose flags are those of {@code options}. */
  public static CommandLine line(Console console, ModelOptions options) {
    return new CommandLine(new TrainModelCommand(console, options)).setDefaultValueProvider(recipe(options))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static Settings recipe(ModelOptions options) {
    return new Settings("train " + options.command(), options.recipe());
  }

  /** {@code options} as {@code args} say, everything else as usual. */
  public static <O extends ModelOptions> O parse(Console console, O options, String... args) {
    line(console, options).parseArgs(args);
    return options;
  }

  @Override public void run() {
    run.train(console, options.command(), options.data(), options::train);
  }

  @Override public Settings settings() throws IOException {
    var settings = run.settings(spec.mixins().get(ModelOptions.MIXIN), options.command(), null);
    return settings == null ? null : settings.over(options.recipe());
  }
}
