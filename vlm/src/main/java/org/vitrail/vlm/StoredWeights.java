package org.vitrail.vlm;

import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.TensorFile;

/** What layouts of folders do alike with the file of the weights. */
public final class StoredWeights {
  private StoredWeights() {}

  /**
   * Before memory is taken for a model, whether the file could fill it.
   *
   * @throws IllegalArgumentException if not
   */
  public static void require(TensorFile stored, double parameters) {
    double held = stored.names().stream().mapToDouble(name -> stored.shape(name).size()).sum();
    if (parameters > held) {
      throw new IllegalArgumentException("the configuration is of a model with %.0f parameters, the file of the weights "
          .formatted(parameters) + "has only %.0f elements; they do not belong together".formatted(held));
    }
  }

  /** Fills a model; scalars that the file has as one element are taken as such. */
  public static void load(WeightMap weights, TensorFile stored) {
    var tensors = stored.tensors();
    weights.tensors().forEach((scalar, tensor) -> {
      if (tensor.rank() > 0) return;
      tensors.replaceAll((name, found) -> name.endsWith(scalar) && found.size() == 1 ? found.reshape() : found);
    });
    weights.load(tensors);
  }
}
