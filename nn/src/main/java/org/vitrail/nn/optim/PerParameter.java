package org.vitrail.nn.optim;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** An optimiser that treats one parameter after the other; a subclass states its rule in {@link #update}. */
public abstract class PerParameter implements Optimizer {
  private final List<Group> groups;
  private final SequencedMap<Parameter, Memory> memories = new LinkedHashMap<>();

  protected PerParameter(List<Group> groups) {
    this.groups = List.copyOf(groups);
    for (var group : groups) {
      for (var p : group.parameters()) {
        if (memories.put(p, new Memory(p)) != null) {
          throw new IllegalArgumentException("parameter " + p.name() + " is in two groups of an optimiser");
        }
      }
    }
  }

  /** Moves {@code p} along its gradient {@code g}. Temporary tensors go back to the pool afterwards. */
  protected abstract void update(Parameter p, Tensor g, Memory memory, double rate, double decay);

  @Override public void step(Gradients gradients, double scale, double rate) {
    for (var group : groups) {
      for (var p : group.parameters()) {
        gradients.find(p).ifPresent(g -> Scope.run("optimizer", () -> {
          var memory = memories.get(p);
          memory.countStep();
          update(p, scale == 1 ? g : g.mul(scale), memory, rate * group.rateFactor(), group.decay());
        }));
      }
    }
  }

  @Override public final List<Parameter> parameters() {
    return List.copyOf(memories.keySet());
  }

  @Override public final SequencedMap<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    memories.values().forEach(memory -> memory.save(state));
    return state;
  }

  @Override public final void restore(Map<String, Tensor> state) {
    var byName = new HashMap<String, Memory>();
    memories.forEach((p, memory) -> byName.put(p.name(), memory));
    memories.values().forEach(Memory::clear);
    state.forEach((key, value) -> {
      int dot = key.lastIndexOf('.');
      var memory = byName.get(key.substring(0, Math.max(dot, 0)));
      if (memory == null) {
        throw new IllegalArgumentException("optimiser state: " + key + " belongs to no parameter of this model");
      }
      memory.restore(key.substring(dot + 1), value);
    });
  }

  /** {@code average ← keep·average + (1 − keep)·x}. */
  static Tensor average(Parameter average, double keep, Tensor x) {
    average.assign(average.mul(keep).add(x.mul(1 - keep)));
    return average;
  }

  /** {@code ‖x‖₂}. */
  static double norm(Tensor x) {
    return Math.sqrt(x.square().sum().item());
  }

  /** {@code ‖x‖₂/√n}. */
  static double rms(Tensor x) {
    return Math.sqrt(x.square().mean().item());
  }
}
