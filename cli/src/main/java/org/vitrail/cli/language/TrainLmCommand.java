package org.vitrail.cli.language;

import java.io.IOException;
import java.util.Map;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.Configurable;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.RunOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrail train lm}. */
@Command(
    name = "lm",
    description = "Train a language model on a text, and write a report.",
    sortOptions = false,
    footer = {
      "  vitrail train lm --data book.txt --preset nanogpt       nanoGPT's CPU recipe",
      "  vitrail train lm --data captions.txt --preset captions  a text in each line",
      "  vitrail train lm --data book.txt --style llama --kv-heads 2 --width 192",
      "  vitrail train lm --data more.txt --init-from runs/lm-book --lora 8",
      "  vitrail train lm --config my.json --lr 5e-4    a file, one setting changed",
      "  vitrail train lm --resume runs/lm-book         go on where Ctrl-C stopped it"
    })
public final class TrainLmCommand implements Runnable, Configurable {
  /** Known recipes. */
  enum Preset {
    /** https://github.com/karpathy/nanoGPT: Shakespeare, character by character, in minutes on a CPU. */
    NANOGPT(Map.of("no-bias", true)),
    /** A caption a line, a word a token. */
    CAPTIONS(Map.of("tokenizer", "word", "lines", true, "batch", 64, "steps", 1500, "min-lr", 0, "beta2", 0.95,
        "sample", 24));

    private final Map<String, Object> settings;

    Preset(Map<String, Object> settings) {
      this.settings = settings;
    }

    private Settings settings() {
      return new Settings("--preset " + this, settings);
    }
  }

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private LmOptions lm;

  @Option(names = "--preset", paramLabel = "NAME",
      description = "A known recipe, nanogpt or captions; flags on the command line go before it.")
  private Preset preset;

  @Mixin private RunOptions run;

  public TrainLmCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    run.train(console, "lm", lm.text.name(), training -> new LmRun(training, lm).train());
  }

  @Override public Settings settings() throws IOException {
    return run.settings(spec.mixins().get("lm"), "lm", preset == null ? null : preset.settings());
  }
}
