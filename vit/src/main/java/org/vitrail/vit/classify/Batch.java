package org.vitrail.vit.classify;

import java.util.Collection;
import java.util.List;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Augmentation;

/** Pixels (B, C, H, W) and the class of each picture. Training gives the pixels' memory back after their step. */
public record Batch(Tensor pixels, int[] labels) implements Scope.Holder {

  @Override public Collection<Tensor> tensors() {
    return List.of(pixels);
  }

  /** The examples as they are. */
  public static Batch of(List<Example> examples) {
    return new Batch(Pixels.of(examples.stream().map(Example::picture).toList()),
        examples.stream().mapToInt(Example::label).toArray());
  }

  /** The examples, each picture changed by {@code augmentation} with numbers of {@code random}. */
  public static Batch of(List<Example> examples, Augmentation augmentation, RandomStream random) {
    return of(examples.stream().map(example ->
        new Example(augmentation.apply(example.picture(), random), example.label())).toList());
  }
}
