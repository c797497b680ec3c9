package org.vitrail.nn.optim;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** Moves parameters so that the loss falls. Parameters without a gradient stay as they are. */
public interface Optimizer {

  /** One step at learning rate {@code rate}; the gradients are multiplied by {@code scale} first (clipping). */
  void step(Gradients gradients, double scale, double rate);

  /** One step at learning rate {@code rate}. */
  default void step(Gradients gradients, double rate) {
    step(gradients, 1, rate);
  }

  /** The parameters it moves. */
  List<Parameter> parameters();

  /** Everything it remembers between steps, for a checkpoint: {@code blocks.0.mlp.weight.m}. */
  SequencedMap<String, Tensor> state();

  /**
   * Continues from what {@link #state} gave.
   *
   * @throws IllegalArgumentException naming the entry that does not fit these parameters
   */
  void restore(Map<String, Tensor> state);
}
