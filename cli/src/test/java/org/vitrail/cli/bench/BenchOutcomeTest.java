package org.vitrail.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.bench.Backend;
import org.vitrail.bench.Result;
import org.vitrail.bench.Timing;
import org.vitrail.bench.kernel.Extent;
import org.vitrail.bench.kernel.Family;
import org.vitrail.bench.limit.Caches;
import org.vitrail.bench.limit.Cost;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.profile.Profile;
import org.vitrail.bench.train.StepProcess;
import org.vitrail.bench.train.StepProfile;
import org.vitrail.bench.train.StepReport;
import org.vitrail.bench.train.TrainingStep.Model;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.report.ReportWriter;

class BenchOutcomeTest {
  private static final Limits LIMITS = new Limits(2, 400e9, List.of(
      new Limits.Level("L2", 1e6, 300e9, 400e9), new Limits.Level("DRAM", Double.POSITIVE_INFINITY, 50e9, 80e9)));

  private static Outcome outcome() {
    var product = new Result("gemm NT", "simd", "512x512x512", 2, new Timing(1e-3, 2e-3),
        new Cost(268e6, 2e6, 1e6), 0.67e-3);
    var kernels = new LinkedHashMap<String, List<Result>>();
    kernels.put("gemm", List.of(product));
    var report = new StepReport("decoder", 16, 2, 10_942_464, 2, 0.7, 0.5, 0.55, 29, 900_000_000, 0, 1_500_000, 1, 3,
        6.3, 4.8);
    var rows = List.of(new Profile.Row("gemm NN", "64x64x64", 8, 0.9, new Cost(20e9, 1e9, 1e9)),
        new Profile.Row("softmax", "64x64", 4, 0.2, new Cost(1e9, 1e9, 1e9)));
    var answer = new StepProcess.Answer(report, new StepProfile(2, 1.2, rows));
    var steps = new LinkedHashMap<StepProcess.Answer, Result>();
    steps.put(answer, Result.of(answer, "simd", LIMITS));
    return new Outcome(LocalDate.of(2026, 1, 31), Backend.of("scalar"), new Caches(32 << 10, 1 << 20, 32 << 20, false),
        List.of(LIMITS), kernels, steps, List.of());
  }

  @Test void aResultIsAnObjectOfEightNumbersAndNames() {
    var json = outcome().json().getFirst();
    assertEquals("{kernel=gemm NT, backend=simd, shape=512x512x512, threads=2, seconds=0.001, gflops=268.0, gbps=3.0, "
        + "limitShare=0.67}", json.toString());
  }

  /** Four products of 20 GFLOP at the peak and two times 2 GB through memory are 4·0.05 + 2·0.025 s, of 0.5 s. */
  @Test void theLimitOfATrainingStepIsThatOfItsKernels() {
    var json = outcome().json().getLast();
    assertEquals("train decoder", json.get("kernel"));
    assertEquals("batch 16", json.get("shape"));
    assertEquals(0.5, (double) json.get("limitShare"), 1e-9);
    assertEquals(900_000_000L, json.get("peakBytes"));
  }

  @Test void theTextShowsTablesInColumns() {
    assertEquals("""
        The machine's limits: multiply-adds, and GB/s of each level of memory
          threads  GFLOP/s  L2 read  update  DRAM read  update
                2      400      300     400       50.0    80.0

        Products
          kernel   shape        threads     time   median  GFLOP/s  GB/s  of limit
          gemm NT  512x512x512        2  1.00 ms  2.00 ms      268  3.00      67 %
        """, new BenchText(outcome(), false).plain().split("\nTraining")[0]);
  }

  /** The same on a device of its own, whose threads nobody counts. */
  @Test void aDeviceHasMemoryButNoThreads() {
    var report = new StepReport("decoder", 256, 0, 10_942_464, 2, 0.7, 0.5, 0.55, 465, 900_000_000, 4_000_000_000L,
        1_500_000, 1, 3, 6.3, 4.8);
    var limits = new Limits(0, 60e12, LIMITS.levels());
    var answer = new StepProcess.Answer(report, new StepProfile(1, 0.5, List.of()));
    var steps = new LinkedHashMap<StepProcess.Answer, Result>();
    steps.put(answer, Result.of(answer, "opencl", limits));
    var outcome = new Outcome(LocalDate.of(2026, 1, 31), Backend.of("scalar"), null, List.of(limits),
        new LinkedHashMap<>(), steps, List.of());
    var text = new BenchText(outcome, true).plain();
    assertTrue(text.contains("train decoder  batch 256        –  500 ms"), text);
    assertTrue(text.contains("900 MB + 4.00 GB there"), text);
    assertTrue(text.contains("Profile: decoder, batch 256, on the device"), text);
    assertEquals(4_000_000_000L, outcome.json().getFirst().get("deviceBytes"));
  }

  @Test void theProfileAddsUpToTheStep() {
    var text = new BenchText(outcome(), true).plain();
    assertTrue(text.endsWith("""
        Profile: decoder, batch 16, 2 threads
          kernel              shape     calls     time  share  GFLOP/s  GB/s  of limit
          gemm NN             64x64x64      4   450 ms   75 %      178  17.8      44 %
          softmax             64x64         2   100 ms   17 %     20.0  40.0      50 %
          outside of kernels                   50.0 ms    8 %
          the step                          6   600 ms  100 %      137  20.0      42 %"""), text);
  }

  @Test void theMarkdownNamesDateProcessorAndJava(@TempDir Path folder) throws Exception {
    var file = folder.resolve("new/results.md");
    new BenchText(outcome(), false).write(file);
    var text = Files.readString(file);
    assertTrue(text.startsWith("# Measured by `vitrail bench`\n\n- date: 2026-01-31\n- device: scalar: "), text);
    assertTrue(text.contains("- Java: " + Runtime.version()), text);
    assertTrue(text.contains("| kernel  | shape       | threads |    time |"), text);
    assertTrue(text.contains("| ------- | ----------- | ------: | ------: |"), text);
  }

  @Test void theReportHoldsTheRooflineAndEveryPoint(@TempDir Path folder) throws Exception {
    var file = folder.resolve("report.html");
    ReportWriter.write(new BenchReport(outcome(), true).report(), file);
    var html = Files.readString(file);
    assertTrue(html.contains("\"roofs\":[{\"name\":\"L2\",\"bandwidth\":400},{\"name\":\"DRAM\",\"bandwidth\":80}]"));
    assertTrue(html.contains("{\"name\":\"gemm NT 512x512x512\",\"x\":89.333,\"y\":268,\"share\":0.67}"));
    assertTrue(html.contains("gemm come nearest to the limit with 67 per cent, at gemm NT 512x512x512."));
    assertTrue(html.contains("train decoder batch 16"));
  }

  @Test void aPlanIsAllFamiliesUnlessSomeAreNamed() {
    var all = Plan.of(List.of(), null, null, List.of(1), null, Extent.QUICK);
    assertEquals(Set.of(Family.values()), all.families());
    assertEquals(List.of(Model.values()), all.models());
    var some = Plan.of(List.of("train", "attention"), "decoder", null, List.of(1), null, Extent.QUICK);
    assertEquals(Set.of(Family.ATTENTION), some.families());
    assertEquals(List.of(Model.DECODER), some.models());
    assertEquals(16, some.batch(Model.DECODER));
    assertEquals(256, Plan.of(List.of("train"), null, 256, List.of(0), null, Extent.QUICK).batch(Model.DECODER));
  }

  @Test void whatIsNotThereIsAnsweredByWhatIs() {
    assertEquals("no family is called 'conv'; there are gemm, attention, elementwise, train, all",
        assertThrows(UserError.class,
            () -> Plan.of(List.of("conv"), null, null, List.of(1), null, Extent.QUICK)).getMessage());
    assertEquals("no model is called 'gpt'; there are vit-tiny, vit-32px, decoder, nanogpt, clip-s, vq-s, chameleon-s",
        assertThrows(IllegalArgumentException.class,
            () -> Plan.of(List.of("train"), "gpt", null, List.of(1), null, Extent.QUICK)).getMessage());
  }

  @Test void wordsChooseKernelsAndShapes() {
    var plan = Plan.of(List.of("gemm"), null, null, List.of(1), "NT 512", Extent.FULL);
    var chosen = plan.workloads(Family.GEMM).stream().map(w -> w.kernel() + " " + w.shape()).toList();
    assertEquals(List.of("gemm NT 512x512x512", "gemm NT 512x768x3072"), chosen);
  }
}
