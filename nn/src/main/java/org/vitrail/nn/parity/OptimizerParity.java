package org.vitrail.nn.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.optim.Average;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Optimizer;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * The set {@code optimizers}: trajectories of parameters under given gradients, {@code NAME.PARAMETER} of shape
 * (steps, …) from {@code param.PARAMETER} with {@code grad.PARAMETER}; clipped gradients; an exponential average; and
 * learning rates of schedules.
 */
final class OptimizerParity {

  private final Map<String, Object> manifest;
  private final Map<String, Tensor> stored;
  private final Checks checks;
  private final Tolerance tolerance;
  private final int steps;

  OptimizerParity(Map<String, Object> manifest, Map<String, Tensor> stored, Checks checks) {
    this.manifest = manifest;
    this.stored = stored;
    this.checks = checks;
    this.tolerance = Tolerance.of(manifest);
    this.steps = ((Number) manifest.get("steps")).intValue();
  }

  void run() {
    section("optimizers").forEach((name, settings) -> trajectory(name, OptimizerSettings.of(settings)));
    section("clipping").forEach(this::clipping);
    average();
    section("schedules").forEach(this::schedule);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Map<String, Object>> section(String name) {
    return (Map<String, Map<String, Object>>) manifest.get(name);
  }

  private SequencedMap<String, Parameter> parameters() {
    var parameters = new LinkedHashMap<String, Parameter>();
    for (var key : stored.keySet()) {
      if (!key.startsWith("param.")) continue;
      var name = key.substring("param.".length());
      parameters.put(name, Parameter.of(stored.get(key)).named(name));
    }
    return parameters;
  }

  private Gradients gradients(Map<String, Parameter> parameters, int step) {
    var gradients = new LinkedHashMap<Parameter, Tensor>();
    parameters.forEach((name, p) -> gradients.put(p, stored.get("grad." + name).select(0, step)));
    return new Gradients(Tensor.scalar(0), gradients);
  }

  private void trajectory(String name, OptimizerSettings settings) {
    var parameters = parameters();
    Optimizer optimizer;
    try {
      optimizer = settings.build(Group.of(parameters.values(), settings.number("weight_decay", 0)));
    } catch (UnsupportedOperationException e) {
      checks.unsupported(name, e.getMessage());
      return;
    }
    follow(name, parameters, step -> optimizer.step(gradients(parameters, step), settings.number("lr", 0)));
  }

  private void average() {
    var parameters = parameters();
    var average = new Average(parameters.values(), 0.9);
    var seen = new LinkedHashMap<String, Tensor>();
    parameters.forEach((name, p) -> seen.put(name, average.of(p)));
    follow("ema", seen, step -> {
      parameters.forEach((name, p) -> p.assign(stored.get("grad." + name).select(0, step)));
      average.update();
    });
  }

  private void follow(String name, Map<String, ? extends Tensor> values, IntConsumer advance) {
    var history = new LinkedHashMap<String, List<Tensor>>();
    for (int step = 0; step < steps; step++) {
      advance.accept(step);
      values.forEach((key, value) -> history.computeIfAbsent(key, first -> new ArrayList<>()).add(value.mul(1)));
    }
    history.forEach((key, path) ->
        checks.output(name + "." + key, Shaping.stack(0, path), stored.get(name + "." + key), tolerance));
  }

  private void clipping(String name, Map<String, Object> settings) {
    var parameters = parameters();
    var given = gradients(parameters, 0);
    var clipped = clippingOf(settings).clip(List.copyOf(parameters.values()), given);
    parameters.forEach((key, p) -> checks.output(name + "." + key,
        clipped.gradients().of(p).mul(clipped.scale()), stored.get(name + "." + key), tolerance));
    var total = stored.get(name + ".total");
    if (total != null) checks.output(name + ".total", Tensor.scalar(clipped.norm()), total, tolerance);
  }

  private static Clipping clippingOf(Map<String, Object> settings) {
    if (settings.get("clip_value") instanceof Number value) return Clipping.byValue(value.doubleValue());
    var kind = (String) settings.get("norm_type");
    double p = kind.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(kind);
    return Clipping.byNorm(((Number) settings.get("max_norm")).doubleValue(), p);
  }

  private void schedule(String name, Map<String, Object> settings) {
    var schedule = ScheduleSettings.of(name, settings);
    if (schedule.isEmpty()) {
      checks.unsupported(name, "no schedule of this name");
      return;
    }
    var expected = ((List<?>) ((Map<?, ?>) manifest.get("rates")).get(name)).stream()
        .mapToDouble(rate -> ((Number) rate).doubleValue()).toArray();
    var rates = new double[expected.length];
    for (int step = 0; step < rates.length; step++) rates[step] = schedule.get().rate(step);
    checks.output(name, Tensor.of(rates, rates.length), Tensor.of(expected, rates.length), tolerance);
  }
}
