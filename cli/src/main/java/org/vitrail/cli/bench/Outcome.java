package org.vitrail.cli.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.bench.Backend;
import org.vitrail.bench.Result;
import org.vitrail.bench.limit.Caches;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.train.StepProcess;
import org.vitrail.kernels.opencl.OpenClDevice;

/**
 * What was measured.
 *
 * @param limits of the machine, one for each number of threads, or of the device
 * @param kernels results by the name of their family
 * @param steps of training, with their results
 * @param failures what could not be measured, and why; a sentence each
 */
public record Outcome(LocalDate date, Backend backend, Caches caches, List<Limits> limits,
    SequencedMap<String, List<Result>> kernels, SequencedMap<StepProcess.Answer, Result> steps, List<String> failures) {

  /** All results in the order in which they were measured. */
  public List<Result> results() {
    var all = new ArrayList<Result>();
    kernels.values().forEach(all::addAll);
    all.addAll(steps.values());
    return all;
  }

  /** The machine in words. */
  Map<String, String> machine() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("date", date.toString());
    facts.put("device", backend.device().name() + ": " + backend.device().description());
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    if (backend.device() instanceof OpenClDevice cl) facts.put("driver", cl.hardware().driver());
    if (backend.isHost()) {
      facts.put("caches", "L1 %d KiB, L2 %d KiB, L3 %d MiB%s".formatted(caches.l1() >> 10, caches.l2() >> 10,
          caches.l3() >> 20, caches.known() ? "" : " (assumed, the system does not tell)"));
    }
    facts.put("Java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return facts;
  }

  /** One object for each result; those of training steps say also what the step costs beside time. */
  public List<Map<String, Object>> json() {
    var all = new ArrayList<Map<String, Object>>();
    kernels.values().forEach(results -> results.forEach(result -> all.add(json(result))));
    steps.forEach((answer, result) -> {
      var object = json(result);
      var report = answer.report();
      object.put("medianSeconds", report.medianSeconds());
      object.put("readySeconds", report.readySeconds());
      object.put("firstSeconds", report.firstSeconds());
      object.put("examplesPerSecond", report.examplesPerSecond());
      object.put("batch", report.batch());
      object.put("peakBytes", report.peakMemory());
      object.put("deviceBytes", report.deviceMemory());
      object.put("heapBytesPerStep", report.heapPerStep());
      object.put("pauses", report.pauses());
      object.put("longestPauseMillis", report.longestPause());
      object.put("firstLoss", report.firstLoss());
      object.put("lastLoss", report.lastLoss());
      all.add(object);
    });
    return all;
  }

  private static Map<String, Object> json(Result result) {
    var object = new LinkedHashMap<String, Object>();
    object.put("kernel", result.kernel());
    object.put("backend", result.backend());
    object.put("shape", result.shape());
    object.put("threads", result.threads());
    object.put("seconds", result.seconds());
    object.put("gflops", result.gflops());
    object.put("gbps", result.gbps());
    object.put("limitShare", result.limitShare());
    return object;
  }
}
