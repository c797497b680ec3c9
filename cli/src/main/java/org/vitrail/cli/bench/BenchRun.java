package org.vitrail.cli.bench;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrail.bench.Backend;
import org.vitrail.bench.Result;
import org.vitrail.bench.Suite;
import org.vitrail.bench.kernel.Workload;
import org.vitrail.bench.limit.Caches;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.limit.OpenClPeaks;
import org.vitrail.bench.limit.Peaks;
import org.vitrail.bench.train.StepProcess;
import org.vitrail.cli.console.Complaint;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.console.UserError;
import org.vitrail.kernels.opencl.OpenClDevice;

/** Measures what a plan says, and shows how far it has come. */
public final class BenchRun {
  private final Console console;
  private final Plan plan;
  private final Backend backend;
  private final List<String> failures = new ArrayList<>();

  public BenchRun(Console console, Plan plan, Backend backend) {
    this.console = console;
    this.plan = plan;
    this.backend = backend;
  }

  /** The machine's limits, then the kernels, then the training steps. */
  public Outcome measure() throws IOException {
    var workloads = new LinkedHashMap<String, List<Workload>>();
    plan.families().forEach(family -> workloads.put(family.label(), plan.workloads(family)));
    int kernels = workloads.values().stream().mapToInt(List::size).sum();
    int stepsOfModel = plan.warmUp() + plan.steps();
    int total = plan.threads().size() + kernels + plan.chosenModels().size() * stepsOfModel;
    if (kernels + plan.chosenModels().size() == 0) {
      throw new UserError("--only '" + plan.only() + "' leaves nothing to measure");
    }
    try (var progress = Progress.of(console, "bench", 0, total)) {
      var done = new Counter(progress);
      var caches = Caches.find();
      var limits = new ArrayList<Limits>();
      for (int threads : plan.threads()) {
        limits.add(backend.device() instanceof OpenClDevice cl
            ? OpenClPeaks.measure(cl) : Peaks.measure(threads, caches));
        done.next();
      }
      var suite = new Suite(backend, limits, plan.budget());
      var results = new LinkedHashMap<String, List<Result>>();
      workloads.forEach((family, all) -> results.put(family, all.stream().flatMap(workload -> {
        var measured = attempt(workload.kernel() + " " + workload.shape(), () -> suite.measure(workload));
        done.next();
        return measured.stream().flatMap(List::stream);
      }).toList()));
      var steps = new LinkedHashMap<StepProcess.Answer, Result>();
      for (var model : plan.chosenModels()) {
        var request = new StepProcess.Request(model, plan.batch(model), backend.device().name(),
            backend.device().precision(), limits.getLast().threads(), plan.warmUp(), plan.steps());
        attempt("train " + model.label(), () -> StepProcess.run(request, (_, _) -> done.next())).ifPresent(answer ->
            steps.put(answer, Result.of(answer, backend.name(), limits.getLast())));
      }
      return new Outcome(LocalDate.now(), backend, caches, List.copyOf(limits), results, steps, List.copyOf(failures));
    }
  }

  /** What {@code measurement} gives; where it fails the others are measured all the same. */
  private <T> Optional<T> attempt(String what, Callable<T> measurement) {
    try {
      return Optional.of(measurement.call());
    } catch (Exception e) {
      failures.add(what + " could not be measured: " + Complaint.sentence(e));
      return Optional.empty();
    }
  }

  /** Tells the progress what is done. */
  private static final class Counter {
    private final Progress progress;
    private int done;

    Counter(Progress progress) {
      this.progress = progress;
    }

    void next() {
      progress.step(Progress.Step.of(++done));
    }
  }
}
