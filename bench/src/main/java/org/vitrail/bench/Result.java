package org.vitrail.bench;

import java.util.List;
import org.vitrail.bench.limit.Cost;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.profile.Profile;
import org.vitrail.bench.train.StepProcess;

/**
 * A measurement beside what the machine can do.
 *
 * @param limitSeconds the least time in which it could be done
 */
public record Result(String kernel, String backend, String shape, int threads, Timing timing, Cost cost,
    double limitSeconds) {

  /** The measurement of a computation that made the calls {@code rows}. */
  static Result of(String kernel, String backend, String shape, Timing timing, List<Profile.Row> rows, Limits limits) {
    return new Result(kernel, backend, shape, limits.threads(), timing, Profile.cost(rows),
        Profile.limit(rows, limits));
  }

  /** The measurement of a training step; what it is made of and its limit come from its profile. */
  public static Result of(StepProcess.Answer answer, String backend, Limits limits) {
    var report = answer.report();
    return of("train " + report.model(), backend, "batch " + report.batch(),
        new Timing(report.minSeconds(), report.medianSeconds()), answer.profile().perStep(), limits);
  }

  /** Of the fastest run. */
  public double seconds() {
    return timing.min();
  }

  public double gflops() {
    return cost.flops() / seconds() / 1e9;
  }

  public double gbps() {
    return cost.bytes() / seconds() / 1e9;
  }

  /** Achieved speed as a share of the limit; 1 is as fast as the machine allows. */
  public double limitShare() {
    return limitSeconds / seconds();
  }
}
