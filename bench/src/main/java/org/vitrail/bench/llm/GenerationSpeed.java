package org.vitrail.bench.llm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrail.bench.limit.Caches;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.limit.Peaks;
import org.vitrail.kernels.Workers;
import org.vitrail.llm.engine.Engine;
import org.vitrail.llm.generate.Sequence;

/**
 * Tokens a second of an engine, as llama.cpp's {@code llama-bench} measures them: a prompt read at once ({@code pp}),
 * and tokens read one after the other behind an empty context ({@code tg}). Writing is bound by the memory that holds
 * the weights, reading by the rate of multiply-adds; both limits are measured before and after, and the higher counts.
 */
public final class GenerationSpeed {
  private static final long WARM_UP_NANOS = 4_000_000_000L;

  /**
   * One test.
   *
   * @param name such as pp512 or tg128
   * @param mean tokens a second
   * @param deviation of the repetitions
   * @param share of what the limit would allow
   * @param allocated bytes on the Java heap a token
   */
  public record Result(String name, double mean, double deviation, double share, double allocated) {}

  private final Engine engine;
  private final int repetitions;
  private final int[] tokens;
  private final Sequence written;

  private GenerationSpeed(Engine engine, int repetitions, int longest) {
    this.engine = engine;
    this.repetitions = repetitions;
    written = engine.begin();
    tokens = new int[longest];
    for (int i = 0; i < longest; i++) tokens[i] = (int) (i * 7919L % engine.vocabulary());
  }

  /** All tests, the bandwidth of memory in bytes a second and the peak rate in operations a second. */
  public record Outcome(List<Result> results, double bandwidth, double flops) {}

  /** A repetition's seconds, and the bytes it allocated. */
  private record Run(double seconds, long allocated) {}

  /** Measures prompts of {@code prompt} tokens and texts of {@code generated}; 0 leaves a test out. */
  public static Outcome measure(Engine engine, int prompt, int generated, int repetitions) {
    return new GenerationSpeed(engine, repetitions, Math.max(prompt, generated)).measure(prompt, generated);
  }

  private Outcome measure(int prompt, int generated) {
    var before = limits();
    var results = new ArrayList<Result>();
    var reading = prompt == 0 ? null : runs(() -> read(prompt));
    var writing = generated == 0 ? null : runs(() -> write(generated));
    var after = limits();
    double flops = Math.max(before.flops(), after.flops());
    double bandwidth = Math.max(before.levels().getLast().read(), after.levels().getLast().read());
    if (reading != null) results.add(result("pp" + prompt, prompt, reading, engine.operationsPerToken() / flops));
    if (writing != null) results.add(result("tg" + generated, generated, writing, engine.bytesPerToken() / bandwidth));
    return new Outcome(results, bandwidth, flops);
  }

  private static Limits limits() {
    return Peaks.measure(Workers.threads(), Caches.find());
  }

  private void read(int n) {
    engine.begin().read(Arrays.copyOf(tokens, n));
  }

  /** In one sequence, whose cache has its room after the first time. */
  private void write(int n) {
    written.truncate(0);
    for (int i = 0; i < n; i++) written.read(tokens[i]);
  }

  /** Runs until everything is compiled, then as often as is measured. */
  private List<Run> runs(Runnable test) {
    long deadline = System.nanoTime() + WARM_UP_NANOS;
    do test.run(); while (System.nanoTime() < deadline);
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var runs = new ArrayList<Run>();
    for (int i = 0; i < repetitions; i++) {
      long allocated = memory.getTotalThreadAllocatedBytes();
      long start = System.nanoTime();
      test.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      runs.add(new Run(seconds, memory.getTotalThreadAllocatedBytes() - allocated));
    }
    return runs;
  }

  /** @param least seconds a token at the limit */
  private static Result result(String name, int n, List<Run> runs, double least) {
    var rates = runs.stream().mapToDouble(run -> n / run.seconds).toArray();
    double mean = Arrays.stream(rates).average().orElseThrow();
    double squares = Arrays.stream(rates).map(rate -> (rate - mean) * (rate - mean)).sum();
    double allocated = runs.stream().mapToLong(Run::allocated).min().orElseThrow();
    return new Result(name, mean, Math.sqrt(squares / Math.max(1, rates.length - 1)), mean * least, allocated / n);
  }
}
