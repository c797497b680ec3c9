package org.vitrail.nn.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.Devices;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** What an optimiser remembers of one parameter: how many steps it took, and tensors by name. */
public final class Memory {
  private static final String STEPS = "steps";

  private final Parameter parameter;
  private final SequencedMap<String, Parameter> tensors = new LinkedHashMap<>();
  private int steps;

  Memory(Parameter parameter) {
    this.parameter = parameter;
  }

  void countStep() {
    steps++;
  }

  /** Number of this step, counting from 1: the t of the papers. */
  public int t() {
    return steps;
  }

  /** The tensor called {@code name}, zeros of the parameter's shape at first. */
  public Parameter zeros(String name) {
    return full(name, 0, parameter.shape());
  }

  /** The tensor called {@code name}, filled with {@code value} at first. */
  public Parameter full(String name, double value, Shape shape) {
    var tensor = tensors.computeIfAbsent(name,
        absent -> Devices.on(parameter.device(), () -> Parameter.buffer(Tensor.full(parameter.dtype(), value, shape))));
    if (!tensor.shape().equals(shape)) {
      throw new IllegalArgumentException("optimiser state: " + name + " of " + parameter.name() + " is "
          + tensor.shape() + ", it should be " + shape + "; the checkpoint belongs to another model or optimiser");
    }
    return tensor;
  }

  void save(SequencedMap<String, Tensor> state) {
    tensors.forEach((name, tensor) -> state.put(parameter.name() + "." + name, tensor));
    if (steps > 0) state.put(parameter.name() + "." + STEPS, Tensor.of(new int[] {steps}, 1));
  }

  void restore(String name, Tensor value) {
    if (name.equals(STEPS)) steps = (int) value.item();
    else tensors.put(name, Parameter.buffer(value));
  }

  void clear() {
    tensors.clear();
    steps = 0;
  }
}
