package org.vitrail.cli.language;

import java.io.IOException;
import java.util.Map;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.Configurable;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.RunOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrail train bert}. */
@Command(
    name = "bert",
    description = "Train a BERT to restore masked words, each line of a file being a text, and write a report.",
    sortOptions = false,
    defaultValueProvider = TrainBertCommand.Recipe.class,
    footer = {
      "  vitrail train bert --data captions.txt --preset bert_s --fill \"a [MASK] circle\"",
      "  vitrail train bert --data lines.txt --tokenizer bpe --vocabulary 4000",
      "  vitrail train bert --data more.txt --init-from runs/bert-captions",
      "  vitrail train bert --config my.json --lr 1e-4    a file, one setting changed",
      "  vitrail train bert --resume runs/bert-captions   go on where Ctrl-C stopped it"
    })
public final class TrainBertCommand implements Runnable, Configurable {
  /** Known recipes. */
  enum Preset {
    /** Captions of few words, a rate that stays after the warm-up. */
    BERT_S(Map.of("layers", 3, "width", 96, "context", 18, "steps", 1500, "min-lr", 5e-4, "eval-every", 500));

    private final Map<String, Object> settings;

    Preset(Map<String, Object> settings) {
      this.settings = settings;
    }

    private Settings settings() {
      return new Settings("--preset " + this, settings);
    }
  }

  /** Defaults of flags that no settings name. */
  static final class Recipe implements IDefaultValueProvider {
    private static final Settings SETTINGS = new Settings("train bert", BertOptions.RECIPE);

    @Override public String defaultValue(ArgSpec argument) {
      return SETTINGS.defaultValue(argument);
    }
  }

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private BertOptions bert;

  @Option(names = "--preset", paramLabel = "NAME",
      description = "A known recipe, bert_s; flags on the command line go before it.")
  private Preset preset;

  @Mixin private RunOptions run;

  public TrainBertCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    run.train(console, "bert", bert.text.name(), training -> new BertRun(training, bert).train());
  }

  @Override public Settings settings() throws IOException {
    var settings = run.settings(spec.mixins().get("bert"), "bert", preset == null ? null : preset.settings());
    return settings == null ? null : settings.over(BertOptions.RECIPE);
  }
}
