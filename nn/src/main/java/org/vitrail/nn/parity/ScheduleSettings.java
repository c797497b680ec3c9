package org.vitrail.nn.parity;

import java.util.Map;
import java.util.Optional;
import org.vitrail.nn.optim.OneCycle;
import org.vitrail.nn.optim.Schedule;

/** The schedules of the set {@code optimizers} by name; {@code base}, {@code total} and {@code warmup} are given. */
final class ScheduleSettings {
  private ScheduleSettings() {}

  static Optional<Schedule> of(String name, Map<String, Object> settings) {
    double base = ((Number) settings.get("base")).doubleValue();
    int total = ((Number) settings.get("total")).intValue();
    int warm = ((Number) settings.get("warmup")).intValue();
    return Optional.ofNullable(switch (name) {
      case "cosine" -> Schedule.cosine(base, base / 50, total);
      case "cosine_restarts" -> Schedule.cosineRestarts(base, 5, 2);
      case "one_cycle" -> new OneCycle(base, total);
      case "one_cycle_linear" -> new OneCycle(base, total, 0.2, true, OneCycle.LINEAR);
      case "step" -> Schedule.steps(base, 0.3, 6);
      case "exponential" -> Schedule.exponential(base, 0.9);
      case "polynomial" -> Schedule.polynomial(base, 0, total, 2);
      case "hf_cosine" -> Schedule.cosine(base, 0, total - warm).afterWarmup(warm);
      case "hf_linear" -> Schedule.linear(base, 0, total - warm).afterWarmup(warm);
      case "hf_constant" -> Schedule.constant(base).afterWarmup(warm);
      case "hf_inverse_sqrt" -> Schedule.inverseRoot(base, warm).afterWarmup(warm);
      case "hf_polynomial" -> Schedule.linear(base, base / 100, total - warm).afterWarmup(warm);
      default -> null;
    });
  }
}
