package org.vitrail.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vitrail.bench.kernel.Workload;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.profile.Profile;
import org.vitrail.kernels.Workers;

/**
 * Measures kernels on a backend after proving them right; where Java computes, with each of several numbers of threads.
 */
public final class Suite {
  /** What the scalar kernels are spared: more operations than this take them many seconds. */
  private static final double SCALAR_FLOPS = 5e8;

  private final Backend backend;
  private final List<Limits> limits;
  private final Timing.Budget budget;
  private final Set<String> compiled = new HashSet<>();

  public Suite(Backend backend, List<Limits> limits, Timing.Budget budget) {
    this.backend = backend;
    this.limits = limits;
    this.budget = budget;
  }

  /**
   * The measurements of one workload, one for each number of threads; none where the backend cannot compute it or would
   * take for ever.
   */
  public List<Result> measure(Workload workload) {
    if (!workload.fits(backend)) return List.of();
    var call = workload.prepare(backend.device());
    var rows = Profile.count(call.body());
    if (backend.name().equals("scalar") && Profile.cost(rows).flops() > SCALAR_FLOPS) return List.of();
    var kernels = workload.kernels(backend.device());
    var results = new ArrayList<Result>();
    int before = Workers.threads();
    try {
      workload.verify(backend.device());
      for (var limit : limits) {
        if (backend.isHost()) Workers.resize(limit.threads());
        boolean fresh = backend.isHost() && compiled.add(workload.kernel() + " on " + limit.threads());
        var timing = Timing.of(budget, fresh, backend.device(), () -> call.body().accept(kernels));
        results.add(Result.of(workload.kernel(), backend.name(), workload.shape(), timing, rows, limit));
      }
    } finally {
      Workers.resize(before);
    }
    return results;
  }
}
