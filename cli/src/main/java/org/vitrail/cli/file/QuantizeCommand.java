package org.vitrail.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.kernels.weights.Format;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.checkpoint.Quantisation;
import org.vitrail.nn.train.Interrupt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail quantize}. */
@Command(
    name = "quantize",
    sortOptions = false,
    description = {
      "Write a language model as a GGUF file with its weights in fewer bits.",
      "Vectors stay F32, rows that are no whole blocks become F16. The file is there when all of it is."
    },
    footer = {
      "  vitrail quantize Qwen/Qwen3-0.6B --to q8_0 -o qwen3.gguf",
      "  vitrail quantize model-f16.gguf --to q4_0 -o model-q4_0.gguf"
    })
public final class QuantizeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL",
      description = "A folder of Hugging Face, a run, a GGUF or llama2.c file, or the id of a model in the cache of "
          + "Hugging Face.")
  private String model;

  @Option(names = "--to", required = true, paramLabel = "FORMAT",
      description = "q8_0, q5_1, q5_0, q4_1, q4_0, bf16, f16 or f32.")
  private String to;

  @Option(names = {"-o", "--out"}, required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out;

  @Option(names = "--force", description = "Replace FILE if it is there.")
  private boolean force;

  @Mixin private DownloadOption download;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public QuantizeCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    var format = format();
    var files = download.find(model, console);
    if (Files.exists(out) && Files.isSameFile(out, files.weights())) {
      throw new UserError(out + " is the model itself: write to another file");
    }
    if (Files.isDirectory(out)) throw new UserError(out + " is a folder: name a file in it");
    if (Files.exists(out) && !force) throw new UserError(out + " is there already: name another file, or add --force");
    var folder = out.toAbsolutePath().getParent();
    UserError.unless(Files.isDirectory(folder), out + ": there is no folder " + folder + "; make it first");
    long started = System.nanoTime();
    long bytes = write(files, format);
    var figures = new LinkedHashMap<String, Object>();
    figures.put("file", out.toString());
    figures.put("format", format.name());
    figures.put("bytes", Files.size(out));
    figures.put("of", bytes);
    figures.put("seconds", (System.nanoTime() - started) / 1e9);
    console.figures(figures, output.json);
    return 0;
  }

  private Format format() {
    var formats = Arrays.stream(Format.values()).filter(Format::isEncodable).toList();
    return formats.stream().filter(f -> f.name().equalsIgnoreCase(to)).findFirst()
        .orElseThrow(() -> new UserError("--to " + to + " is none of " + formats.stream()
            .map(f -> f.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))));
  }

  /** Returns how many bytes the weights took before. */
  private long write(ModelFiles files, Format format) throws IOException {
    try (var source = files.open()) {
      var quantisation = Quantisation.of(files, source, format);
      quantisation.notes().forEach(note -> console.say("note: " + note));
      var writer = quantisation.writer();
      long steps = Math.max(1, writer.dataBytes() >> 20);
      var written = new AtomicLong();
      try (var progress = Progress.of(console, "quantize", "MiB", 0, steps); var interrupt = Interrupt.onShutdown()) {
        writer.write(out, step -> {
          if (interrupt.isRequested()) throw new UserError("interrupted; " + out + " is not written");
          progress.step(Progress.Step.of(Math.min(steps, written.addAndGet(step) >> 20)));
        });
      }
      return source.names().stream().mapToLong(source::bytes).sum();
    }
  }
}
