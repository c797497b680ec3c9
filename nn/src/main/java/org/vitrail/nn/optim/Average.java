package org.vitrail.nn.optim;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.ops.Copy;

/** Exponential moving average of parameters, {@code a ← keep·a + (1 − keep)·p}, which often predicts better than p. */
public final class Average {
  private final double keep;
  private final SequencedMap<Parameter, Parameter> averages = new LinkedHashMap<>();

  /** Starts from the parameters as they are now. */
  public Average(Collection<Parameter> parameters, double keep) {
    this.keep = keep;
    for (var p : parameters) averages.put(p, Parameter.buffer(p));
  }

  /** Takes the parameters as they are now into account. */
  public void update() {
    averages.forEach((p, a) -> Scope.run("average", () -> PerParameter.average(a, keep, p)));
  }

  /** The average of {@code p}. */
  public Tensor of(Parameter p) {
    return averages.get(p);
  }

  /** Runs {@code body} with the averages in the place of the parameters, and puts these back. */
  public <T> T during(Supplier<T> body) {
    exchange();
    try {
      return body.get();
    } finally {
      exchange();
    }
  }

  private void exchange() {
    averages.forEach((p, a) -> Scope.run("average", () -> {
      var values = Tensor.of(new Copy(p, p.dtype()));
      p.assign(a);
      a.assign(values);
    }));
  }

  /** The averages by the names of the parameters, for a checkpoint. */
  public SequencedMap<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    averages.forEach((p, a) -> state.put(p.name(), a));
    return state;
  }

  /** Continues from what {@link #state} gave. */
  public void restore(Map<String, Tensor> state) {
    averages.forEach((p, a) -> {
      var stored = state.get(p.name());
      if (stored == null) throw new IllegalArgumentException("the checkpoint has no average of " + p.name());
      a.assign(stored);
    });
  }
}
