package org.vitrail.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrail.bench.Result;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.profile.Profile;
import org.vitrail.bench.train.StepProcess;
import org.vitrail.bench.train.StepReport;
import org.vitrail.cli.report.Report.Table;

/** An outcome as tables of text. */
final class Tables {
  private static final List<String> RESULT =
      List.of("kernel", "shape", "threads", "time", "median", "GFLOP/s", "GB/s", "of limit");
  private static final int MOST_ROWS = 24;

  private Tables() {}

  /** The results, family by family. */
  static List<Table> results(Outcome outcome) {
    var tables = new ArrayList<Table>();
    tables.add(limits(outcome.limits()));
    outcome.kernels().forEach((family, results) -> {
      if (!results.isEmpty()) tables.add(results(title(family), results));
    });
    if (!outcome.steps().isEmpty()) {
      tables.add(results("Training steps", List.copyOf(outcome.steps().values())));
      tables.add(costs(List.copyOf(outcome.steps().keySet())));
    }
    return tables;
  }

  private static String title(String family) {
    return switch (family) {
      case "gemm" -> "Products";
      case "attention" -> "Attention";
      default -> "Elementwise, norms, reductions, optimiser";
    };
  }

  private static Table limits(List<Limits> limits) {
    var columns = new ArrayList<>(List.of("threads", "GFLOP/s"));
    limits.getFirst().levels().forEach(level -> columns.addAll(List.of(level.name() + " read", "update")));
    var rows = limits.stream().map(limit -> {
      var row = new ArrayList<>(List.of(threads(limit.threads()), number(limit.flops() / 1e9)));
      for (var level : limit.levels()) {
        row.add(number(level.read() / 1e9));
        row.add(number(level.update() / 1e9));
      }
      return List.copyOf(row);
    }).toList();
    return new Table("The machine's limits: multiply-adds, and GB/s of each level of memory", List.copyOf(columns),
        rows);
  }

  private static Table results(String title, List<Result> results) {
    return new Table(title, RESULT, results.stream().map(result -> List.of(result.kernel(), result.shape(),
        threads(result.threads()), time(result.timing().min()), time(result.timing().median()),
        number(result.gflops()), number(result.gbps()), percent(result.limitShare()))).toList());
  }

  private static Table costs(List<StepProcess.Answer> answers) {
    return new Table("What a training step costs beside time",
        List.of("model", "parameters", "examples/s", "ready after", "first step", "peak memory", "heap a step",
            "pauses", "longest", "loss"),
        answers.stream().map(StepProcess.Answer::report).map(step -> List.of(step.model(),
            String.format(Locale.ROOT, "%,d", step.parameters()), number(step.examplesPerSecond()),
            time(step.readySeconds()), time(step.firstSeconds()), memory(step), size(step.heapPerStep()),
            String.valueOf(step.pauses()), step.longestPause() + " ms",
            String.format(Locale.ROOT, "%.3f to %.3f", step.firstLoss(), step.lastLoss()))).toList());
  }

  /** Where the time of a training step goes. */
  static Table profile(StepProcess.Answer answer, Limits limits) {
    var profile = answer.profile();
    double step = profile.seconds() / profile.steps();
    var rows = new ArrayList<List<String>>();
    var all = profile.perStep();
    for (var row : all.subList(0, Math.min(MOST_ROWS, all.size()))) {
      rows.add(row(row.kernel(), row.shape(), row.calls(), row.seconds(), List.of(row), step, limits));
    }
    if (all.size() > MOST_ROWS) {
      var rest = all.subList(MOST_ROWS, all.size());
      rows.add(row("others", rest.size() + " shapes", rest.stream().mapToInt(Profile.Row::calls).sum(),
          rest.stream().mapToDouble(Profile.Row::seconds).sum(), rest, step, limits));
    }
    double outside = profile.outside();
    rows.add(List.of("outside of kernels", "", "", time(outside), percent(outside / step), "", "", ""));
    rows.add(row("the step", "", all.stream().mapToInt(Profile.Row::calls).sum(), step, all, step, limits));
    return new Table("Profile: " + answer.report().model() + ", batch " + answer.report().batch() + ", "
        + words(answer.report().threads()),
        List.of("kernel", "shape", "calls", "time", "share", "GFLOP/s", "GB/s", "of limit"), rows);
  }

  private static List<String> row(String kernel, String shape, int calls, double seconds, List<Profile.Row> rows,
      double step, Limits limits) {
    var cost = Profile.cost(rows);
    return List.of(kernel, shape, String.valueOf(calls), time(seconds), percent(seconds / step),
        number(cost.flops() / seconds / 1e9), number(cost.bytes() / seconds / 1e9),
        percent(Profile.limit(rows, limits) / seconds));
  }

  /** Those that compute, in a column. */
  private static String threads(int threads) {
    return threads == 0 ? "–" : String.valueOf(threads);
  }

  /** The same in words. */
  static String words(int threads) {
    return switch (threads) {
      case 0 -> "on the device";
      case 1 -> "one thread";
      default -> threads + " threads";
    };
  }

  private static String memory(StepReport step) {
    return size(step.peakMemory()) + (step.deviceMemory() == 0 ? "" : " + " + size(step.deviceMemory()) + " there");
  }

  static String time(double seconds) {
    if (seconds >= 10) return String.format(Locale.ROOT, "%.1f s", seconds);
    if (seconds >= 1) return String.format(Locale.ROOT, "%.2f s", seconds);
    return seconds >= 1e-3 ? number(seconds * 1e3) + " ms" : number(seconds * 1e6) + " µs";
  }

  private static String size(long bytes) {
    return bytes >= 1 << 30 ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9) : number(bytes / 1e6) + " MB";
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** Three significant digits. */
  static String number(double x) {
    return String.format(Locale.ROOT, x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : "%.2f", x);
  }
}
