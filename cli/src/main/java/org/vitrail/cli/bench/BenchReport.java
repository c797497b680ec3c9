package org.vitrail.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrail.bench.Result;
import org.vitrail.bench.limit.Limits;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.Report.Roofline;

/** The report on an outcome: a roofline for each number of threads, then the tables. */
public record BenchReport(Outcome outcome, boolean profile) {

  public Report report() {
    var sections = new ArrayList<Report.Section>();
    outcome.limits().reversed().forEach(limits -> sections.add(roofline(limits)));
    sections.addAll(Tables.results(outcome));
    if (profile) {
      outcome.steps().keySet().forEach(step -> sections.add(Tables.profile(step, outcome.limits().getLast())));
    }
    sections.add(new Report.Facts("Machine", outcome.machine()));
    var summary = "The speed of the %s kernels in %d measurements, each beside what %s and its memory could do."
        .formatted(outcome.backend().name(), outcome.results().size(),
            outcome.backend().isHost() ? "the processor" : "the device");
    return new Report("How close to the machine's limit", summary, figures(), sections, next());
  }

  private List<Report.Figure> figures() {
    var limits = outcome.limits().getLast();
    var figures = new ArrayList<Report.Figure>();
    figures.add(new Report.Figure("peak GFLOP/s", Tables.number(limits.flops() / 1e9),
        "multiply-adds, " + Tables.words(limits.threads())));
    figures.add(new Report.Figure("memory GB/s", Tables.number(limits.levels().getLast().read() / 1e9),
        "reading, " + Tables.words(limits.threads())));
    best("gemm").ifPresent(best -> figures.add(new Report.Figure("best product", Tables.percent(best.limitShare()),
        "of the limit, " + best.shape())));
    outcome.steps().forEach((answer, result) -> figures.add(new Report.Figure(answer.report().model(),
        Tables.time(result.seconds()), "a training step of " + answer.report().batch())));
    return figures;
  }

  private Optional<Result> best(String family) {
    return outcome.kernels().getOrDefault(family, List.of()).stream()
        .filter(result -> result.threads() == outcome.limits().getLast().threads())
        .max(Comparator.comparingDouble(Result::gflops));
  }

  private Roofline roofline(Limits limits) {
    var roofs = limits.levels().stream().map(level -> new Report.Roof(level.name(), level.bandwidth() / 1e9)).toList();
    var groups = new ArrayList<Report.Marks>();
    outcome.kernels().forEach((family, results) -> groups.add(marks(family, results.stream(), limits)));
    groups.add(marks("training steps", outcome.steps().values().stream(), limits));
    return new Roofline("Roofline, " + Tables.words(limits.threads()), limits.flops() / 1e9, roofs,
        groups.stream().filter(group -> !group.marks().isEmpty()).toList());
  }

  private static Report.Marks marks(String name, Stream<Result> results, Limits limits) {
    return new Report.Marks(name, results.filter(result -> result.threads() == limits.threads()).map(result ->
        new Report.Mark(result.kernel() + " " + result.shape(), result.cost().intensity(), result.gflops(),
            result.limitShare())).toList());
  }

  private static List<Report.Command> next() {
    return List.of(
        new Report.Command("vitrail bench gemm --only 'NT 512'", "measure a few kernels again"),
        new Report.Command("vitrail bench train --model vit-tiny --profile", "where a training step spends its time"),
        new Report.Command("vitrail bench elementwise --backend scalar", "what the same takes without SIMD"));
  }
}
