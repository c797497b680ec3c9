package org.vitrail.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

class ClippingTest {
  private final Parameter w = Parameter.of(Tensor.of(new float[] {3, 4, 0, 0, 6, 8}, 3, 2)).named("w");
  private final Parameter unused = Parameter.of(Tensor.zeros(2)).named("unused");
  private final Gradients gradients = new Gradients(Tensor.scalar(0),
      Map.of(w, Tensor.of(new float[] {0.3f, 0.4f, 1, 0, 0.03f, 0.04f}, 3, 2)));

  @Test void adaptiveClippingBoundsEachRowByItsWeights() {
    var clipped = Clipping.adaptive(0.05).clip(List.of(w, unused), gradients).gradients().of(w);
    // Rows of length 5, 0 (counts as 0.001) and 10 allow 0.25, 0.00005 and 0.5; the last is short enough already.
    assertArrayEquals(new float[] {0.15f, 0.2f, 0.00005f, 0, 0.03f, 0.04f}, clipped.toFloats(), 1e-7f);
  }

  @Test void adaptiveClippingPassesOverWhatIsSpared() {
    var clipped = Clipping.adaptive(0.05, List.of(w)).clip(List.of(w, unused), gradients).gradients().of(w);
    assertArrayEquals(gradients.of(w).toFloats(), clipped.toFloats());
  }

  /** Filters and a vector, whose results are those of timm's {@code adaptive_clip_grad}. */
  @Test void filtersAreClippedByOutputChannelAndVectorsWhole() {
    var filters = Parameter.of(Tensor.of(
        new float[] {0.7705f, -0.1467f, -1.0894f, 0.2842f, -0.5423f, -0.6993f, 0.2017f, 0.4190f}, 2, 1, 2, 2))
        .named("f");
    var vector = Parameter.of(Tensor.of(new float[] {-1e-4f, 0, -1e-4f}, 3)).named("v");
    var both = new Gradients(Tensor.scalar(0), Map.of(
        filters, Tensor.of(new float[] {-0.07f, -0.04f, -0.06f, 0.02f, -0.09f, 0.11f, -0.11f, 0.01f}, 2, 1, 2, 2),
        vector, Tensor.of(new float[] {-0.15f, 0.04f, 0.15f}, 3)));
    var clipped = Clipping.adaptive(0.05).clip(List.of(filters, vector), both).gradients();
    assertArrayEquals(new float[] {-0.046867318f, -0.026781324f, -0.040171988f, 0.013390662f, -0.02499192f, 0.03054568f,
        -0.03054568f, 0.00277688f}, clipped.of(filters).toFloats(), 1e-8f);
    assertArrayEquals(new float[] {-3.4743083e-05f, 9.2648215e-06f, 3.4743083e-05f}, clipped.of(vector).toFloats(),
        1e-11f);
  }

  @Test void theNormIsThatOfAllGradientsBeforeClipping() {
    double norm = Math.sqrt(0.25 + 1 + 0.0025);
    var all = List.of(Clipping.none(), Clipping.byNorm(0.1), Clipping.byValue(0.1), Clipping.adaptive(0.01));
    for (var clipping : all) {
      assertEquals(norm, clipping.clip(List.of(w, unused), gradients).norm(), 1e-6);
    }
  }
}
