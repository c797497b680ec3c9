package org.vitrail.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/** A model and what it is to learn from batches of type {@code B}. */
public interface Trainable<B> {

  /** Every parameter by its path, buffers included: {@code model.parameters()}. */
  SequencedMap<String, Parameter> parameters();

  /** The loss of a batch, a tensor of one element. */
  Tensor loss(B batch);

  /** The loss of a batch times {@code factor}, and its gradients. Overridden where a batch is too large for one tape. */
  default Gradients gradients(B batch, double factor) {
    return Tape.gradients(() -> factor == 1 ? loss(batch) : loss(batch).mul(factor));
  }

  /** Called after each step of the optimiser: brings parameters with limits back into them. */
  default void stepped() {}

  /** Measures of the model on held-out data, by name. */
  default SequencedMap<String, Double> evaluate() {
    return Collections.emptySortedMap();
  }

  /** What {@code config.json} of a checkpoint holds: enough to build the model again. */
  default Map<String, Object> configuration() {
    return Map.of();
  }

  /** What {@code model.safetensors} of a checkpoint holds: all parameters, under public names where there are any. */
  default SequencedMap<String, Tensor> weights() {
    return new LinkedHashMap<>(parameters());
  }

  /** Writes the files of a checkpoint that are the model: {@code config.json} and {@code model.safetensors}. */
  default void save(Path folder) throws IOException {
    Safetensors.write(folder.resolve(Checkpoint.MODEL), weights(), Map.of());
    Json.write(folder.resolve(Checkpoint.CONFIGURATION), configuration());
  }

  /** Overwrites the parameters with what {@link #weights} gave. */
  default void load(Map<String, Tensor> weights) {
    parameters().forEach((path, parameter) -> {
      var stored = weights.get(path);
      if (stored == null) {
        throw new IllegalArgumentException("the checkpoint has no " + path + "; it belongs to another model");
      }
      parameter.assign(stored);
    });
  }
}
