package org.vitrail.vlm.energy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.energy.sample.ShortRun;

class JointEnergyTest {
  private static final double SCALE = 5;

  /** A linear map of the pixels, and the mean of a text's words. */
  public record Plain(Linear images, Embedding words) implements DualEncoder {
    @Override public Tensor encodeImages(Tensor pixels) {
      return images.forward(pixels.flatten(1, 3));
    }

    @Override public Tensor encodeTexts(Tensor ids) {
      return words.forward(ids).mean(1);
    }

    @Override public Tensor logits(Tensor features, Tensor texts) {
      return imageEmbeddings(features).matmul(textEmbeddings(texts).t()).mul(SCALE);
    }

    @Override public Tensor imageEmbeddings(Tensor features) {
      return features.l2Normalize(-1);
    }

    @Override public Tensor textEmbeddings(Tensor features) {
      return features.l2Normalize(-1);
    }

    @Override public void limitScale() {}
  }

  private final Plain model = new Plain(Linear.of(Init.of(1).withStd(1), 12, 6), Embedding.of(Init.of(2), 10, 6, 1));
  private final JointEnergy energy = new JointEnergy(model);
  private final Tensor pixels = RandomStream.of(3).uniform(Shape.of(3, 3, 2, 2), -1, 1);
  private final Tensor ids = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 3, 2);

  @Test void itIsTheCosineScaledAndTurned() {
    var cosine = model.encodeImages(pixels).cosineSimilarity(model.encodeTexts(ids), 1);
    assertArrayEquals(cosine.mul(-SCALE).toDoubles(), energy.of(pixels, ids).toDoubles(), 1e-5);
    assertEquals(energy.of(pixels, ids).get(1), energy.each(pixels, ids).get(1, 1));
    assertEquals(Shape.of(3, 2), energy.each(pixels, ids.slice(0, 0, 2)).shape());
  }

  @Test void aSamplerFindsPicturesOfATextThatFitItBetter() {
    var given = energy.given(ids);
    var found = new ShortRun(given, 0.1, 0.001, 1, -1, 1).run(pixels, 20, RandomStream.of(4));
    assertTrue(given.of(found).sub(given.of(pixels)).max().item() < -0.5);
  }
}
