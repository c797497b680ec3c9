package org.vitrail.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrail.bench.Backend;
import org.vitrail.bench.kernel.Extent;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Workers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail bench}. */
@Command(
    name = "bench",
    sortOptions = false,
    description = {
      "Measure how fast the kernels and whole training steps are, beside what this machine could do at most:",
      "its peak rate of multiply-adds, or the bandwidth of the smallest level of memory that holds the data.",
      "Each kernel is proved right before it is timed; the fastest of many runs counts."
    },
    footer = {
      "  vitrail bench                      everything, in ten minutes",
      "  vitrail bench --quick              everything, in three",
      "  vitrail bench gemm --threads 1 --only 'NT 512'",
      "  vitrail bench train --model decoder --profile",
      "  vitrail bench attention --json | jq '.[] | select(.limitShare < 0.5)'",
      "  vitrail bench gemm -Dvitrail.vector.bits=256",
      "  vitrail bench --backend opencl --large",
      "  vitrail bench train --backend opencl --model vit-tiny --batch 256",
      "  vitrail bench llm --model model.gguf"
    })
public final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "0..*", paramLabel = "FAMILY", description = "gemm, attention, elementwise, train or all (all).")
  private List<String> families = List.of();

  @Option(names = "--quick", description = "Fewer shapes, shorter measurements.")
  private boolean quick;

  @Option(names = "--large", description = "Shapes that fill a GPU instead.")
  private boolean large;

  @Option(names = "--only", paramLabel = "WORDS", description = "Only kernels and shapes that hold these words.")
  private String only;

  @Option(names = "--threads", paramLabel = "N",
      description = "With so many threads (one, and then all processors; those of a device are its own affair).")
  private Integer threads;

  @Option(names = "--backend", paramLabel = "NAME", defaultValue = "simd",
      description = "The kernels to measure: scalar, simd, opencl or opencl:N (${DEFAULT-VALUE}).")
  private String backend;

  @Option(names = "--precision", paramLabel = "P", defaultValue = "F32",
      description = "What the operands of products are rounded to on an OpenCL device: f32, bf16 or f16 (f32).")
  private Precision precision;

  @Option(names = "--model", paramLabel = "NAME",
      description = "The training step to measure: vit-tiny, vit-32px or decoder (all three).")
  private String model;

  @Option(names = "--batch", paramLabel = "N",
      description = "Examples in a training step (16 of vit-tiny and decoder, 128 of vit-32px); a GPU wants more.")
  private Integer batch;

  @Option(names = "--profile", description = "Show where the time of training steps goes, kernel by kernel.")
  private boolean profile;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write the tables as Markdown, too.")
  private Path markdown;

  @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes (runs/bench/report.html).")
  private Path report = Path.of("runs", "bench", "report.html");

  @Option(names = "--json", description = "Print the results as a JSON array on standard output.")
  private boolean json;

  BenchCommand(Console console) {
    this.console = console;
  }

  /** The command with that for language models below it. */
  public static CommandLine line(Console console) {
    return new CommandLine(new BenchCommand(console)).addSubcommand(new BenchLlmCommand(console));
  }

  @Override public Integer call() throws IOException {
    if (threads != null && threads < 1) throw new UserError("--threads " + threads + " must be at least 1");
    if (batch != null && batch < 1) throw new UserError("--batch " + batch + " must be at least 1");
    var measured = Backend.of(backend).in(precision);
    var plan = Plan.of(families, model, batch, threads(measured), only, extent());
    var outcome = new BenchRun(console, plan, measured).measure();
    var text = new BenchText(outcome, profile);
    if (markdown != null) text.write(markdown);
    ReportWriter.write(new BenchReport(outcome, profile).report(), report);
    if (json) {
      console.list(outcome.json());
    } else {
      console.out().println(text.plain());
      console.say("\nOpen " + report + " in a browser for the roofline.");
    }
    outcome.failures().forEach(failure -> console.say("vitrail: " + failure));
    return outcome.failures().isEmpty() ? 0 : 1;
  }

  private Extent extent() {
    if (quick && large) throw new UserError("--quick and --large exclude each other: leave one of them out");
    return quick ? Extent.QUICK : large ? Extent.LARGE : Extent.FULL;
  }

  private List<Integer> threads(Backend measured) {
    if (threads != null && !measured.isHost()) {
      throw new UserError("--threads is for kernels in Java, not for " + measured.device().name() + ": leave it out");
    }
    if (!measured.isHost()) return List.of(0);
    if (threads != null) return List.of(threads);
    return Workers.threads() == 1 ? List.of(1) : List.of(1, Workers.threads());
  }
}
