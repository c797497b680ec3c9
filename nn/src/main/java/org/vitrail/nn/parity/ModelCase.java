package org.vitrail.nn.parity;

import java.util.Map;
import java.util.Set;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Tensor;

/**
 * Rebuilds models of some reference classes, so that a parity case can be run. Offered to the runner as a service.
 */
public interface ModelCase {
  /** The reference classes, as the {@code class} of a {@code case.json} names them. */
  Set<String> classes();

  /** A model of {@code className}, its parameters not yet loaded. */
  Model build(String className, Setup setup);

  /**
   * What a case says of its model.
   *
   * @param config the reference library's configuration, from {@code config.json}
   * @param stored the shapes of a checkpoint's tensors can settle what a configuration leaves open
   * @param caseJson the whole {@code case.json}
   */
  record Setup(Map<String, Object> config, Map<String, Tensor> stored, Map<String, Object> caseJson) {}

  /** A model with the names of its parameters in the reference's files. */
  interface Model {
    WeightMap weights();

    /**
     * Runs the reference's {@code forward} on the case's inputs and returns its outputs by name, {@code loss} among
     * them where the model has one of its own.
     */
    Map<String, Tensor> forward(Map<String, Tensor> inputs);
  }
}
