package org.vitrail.cli;

import java.io.IOException;
import java.util.Map;
import org.vitrail.kernels.Devices;
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
      "  vitrail train lm --data shakespeare.txt --preset nanogpt    nanoGPT's recipe for a CPU",
      "  vitrail train lm --data captions.txt --preset captions      a line is a text, a word a token",
      "  vitrail train lm --data book.txt --style llama --layers 6 --width 192 --heads 6 --kv-heads 2",
      "  vitrail train lm --config my.json --lr 5e-4                 settings from a file, one of them changed",
      "  vitrail train lm --resume runs/lm-book                      go on where Ctrl-C or a crash stopped it"
    })
final class TrainLmCommand implements Runnable, Configurable {
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
  }

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private LmOptions lm;

  @Option(names = "--preset", paramLabel = "NAME",
      description = "A known recipe, ${COMPLETION-CANDIDATES}; flags on the command line go before it.")
  private Preset preset;

  @Mixin private RunOptions run;
  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  TrainLmCommand(Console console) {
    this.console = console;
  }

  @Override public void run() {
    threads.apply();
    var training = new TrainingRun(console, "lm", run.folder("lm-" + lm.text.name()), run.resumes());
    console.figures(Devices.on(where.device(), () -> new LmRun(training, lm).train()), output.json);
  }

  @Override public Settings settings() throws IOException {
    var settings = run.settings(spec.mixins().get("lm"));
    return settings != null || preset == null ? settings : new Settings("--preset " + preset, preset.settings);
  }
}
