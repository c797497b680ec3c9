package org.vitrail.nn;

import java.util.List;
import org.vitrail.tensor.Tensor;

/** Layers one after the other. */
public record Sequence(List<Layer> layers) implements Layer {

  public static Sequence of(Layer... layers) {
    return new Sequence(List.of(layers));
  }

  @Override public Tensor forward(Tensor x) {
    for (var layer : layers) x = layer.forward(x);
    return x;
  }
}
