package org.vitrail.vit.classify;

import java.util.List;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/** Pixels (B, C, H, W) and the class of each picture. */
public record Batch(Tensor pixels, int[] labels) {

  /** The examples as they are. */
  public static Batch of(List<Example> examples) {
    return new Batch(Pixels.of(examples.stream().map(Example::picture).toList()),
        examples.stream().mapToInt(Example::label).toArray());
  }

  /** The examples, each shifted by up to {@code shift} pixels in both directions and mirrored half the time. */
  public static Batch augmented(List<Example> examples, int shift, boolean mirror, RandomStream random) {
    return of(examples.stream().map(example -> {
      var picture = example.picture();
      int dx = random.nextInt(2 * shift + 1) - shift;
      int dy = random.nextInt(2 * shift + 1) - shift;
      boolean mirrored = random.nextInt(2) == 1 && mirror;
      var moved = picture.crop(dx, dy, picture.width(), picture.height());
      return new Example(mirrored ? moved.flip() : moved, example.label());
    }).toList());
  }
}
