package org.vitrail.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrail.bench.llm.GenerationSpeed;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.kernels.Workers;
import org.vitrail.llm.engine.Engine;
import org.vitrail.llm.engine.LoadedModel;
import org.vitrail.vlm.fusion.MixedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrail bench llm}. */
@Command(
    name = "llm",
    sortOptions = false,
    description = {
      "Measure how fast a language model reads a prompt (pp) and writes (tg), in tokens a second, mean ± deviation.",
      "Writing is shown as a share of the bandwidth of memory, reading as a share of the peak rate of multiply-adds; "
          + "both limits are measured in the same run."
    },
    footer = {
      "  vitrail bench llm --model model.gguf",
      "  vitrail bench llm --model runs/lm-story -p 48 -n 16 -r 10 --threads 1",
      "  vitrail bench llm --model runs/chameleon-scenes -p 8 -n 16      the codes of a picture",
      "  vitrail bench llm --model model.gguf --json | jq '.tests[] | {test, tokensPerSecond}'"
    })
final class BenchLlmCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--model", required = true, paramLabel = "MODEL",
      description = "A folder, a file, or an id in the local Hugging Face cache.")
  private String model;

  @Option(names = "-p", paramLabel = "N", defaultValue = "512", description = "Tokens of the prompt, 0 for none (512).")
  private int prompt;

  @Option(names = "-n", paramLabel = "N", defaultValue = "128",
      description = "Tokens that are written, 0 for none (128).")
  private int generated;

  @Option(names = "-r", paramLabel = "N", defaultValue = "5", description = "Repetitions that are measured (5).")
  private int repetitions;

  @Mixin private DownloadOption download;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  BenchLlmCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    if (prompt < 0 || generated < 0 || prompt + generated == 0) {
      throw new UserError("-p " + prompt + " and -n " + generated + " must not be negative, and not both 0");
    }
    if (repetitions < 1) throw new UserError("-r " + repetitions + " must be at least 1");
    threads.apply();
    try (var engine = engine()) {
      if (Math.max(prompt, generated) > engine.context()) {
        throw new UserError("the model's context is " + engine.context() + " tokens; choose a smaller -p and -n");
      }
      console.say("measuring for about half a minute …");
      show(engine, GenerationSpeed.measure(engine, prompt, generated, repetitions));
    }
    return 0;
  }

  /** Of a language model, or of a model that writes words and pictures. */
  private Engine engine() throws IOException {
    var folder = Path.of(model);
    if (Files.isDirectory(folder) && MixedModel.isIn(folder)) return Engine.of(MixedModel.open(folder).decoder());
    var files = download.find(model, console);
    return LoadedModel.engine(files, files.open());
  }

  private void show(Engine engine, GenerationSpeed.Outcome outcome) {
    if (output.json) {
      console.figures(json(engine, outcome), true);
      return;
    }
    var out = console.out();
    out.printf(Locale.ROOT, "%s: %,.1f million parameters, %,.1f MB of weights a token, %d threads%n", model,
        engine.parameters() / 1e6, engine.bytesPerToken() / 1e6, Workers.threads());
    out.printf(Locale.ROOT, "limits: memory gives %.1f GB/s, the processors make %.0f GFLOP/s%n%n",
        outcome.bandwidth() / 1e9, outcome.flops() / 1e9);
    out.printf("%-8s %20s %12s %16s%n", "test", "tokens/s", "of limit", "heap bytes/token");
    for (var test : outcome.results()) {
      out.printf(Locale.ROOT, "%-8s %12.2f ± %5.2f %10.0f %% %16.0f%n", test.name(), test.mean(), test.deviation(),
          100 * test.share(), test.allocated());
    }
  }

  private Map<String, Object> json(Engine engine, GenerationSpeed.Outcome outcome) {
    var tests = new ArrayList<Map<String, Object>>();
    for (var test : outcome.results()) {
      var each = new LinkedHashMap<String, Object>();
      each.put("test", test.name());
      each.put("tokensPerSecond", test.mean());
      each.put("deviation", test.deviation());
      each.put("limitShare", test.share());
      each.put("heapBytesPerToken", test.allocated());
      tests.add(each);
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("model", model);
    json.put("parameters", engine.parameters());
    json.put("bytesPerToken", engine.bytesPerToken());
    json.put("threads", Workers.threads());
    json.put("memoryBytesPerSecond", outcome.bandwidth());
    json.put("flops", outcome.flops());
    json.put("tests", List.copyOf(tests));
    return json;
  }
}
