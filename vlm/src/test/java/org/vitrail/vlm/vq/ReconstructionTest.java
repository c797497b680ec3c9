package org.vitrail.vlm.vq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.scenes.Scenes;

class ReconstructionTest {
  /** What a picture of nothing but background comes to, beside which every reconstruction is judged. */
  @Test void backgroundAloneGives18Decibels() {
    double sum = IntStream.range(0, 1000).mapToDouble(i -> {
      double error = 0;
      for (byte b : Scenes.item("test", i).pixels32()) error += Math.pow(((b & 0xFF) - 20) / 127.5, 2);
      return error / (3 * 32 * 32);
    }).sum();
    assertEquals(18.2, Reconstruction.decibels(sum / 1000), 0.05);
  }

  @Test void perplexityCountsCodesThatAreUsedAlike() {
    var measured = new Reconstruction(0, 0, new int[] {3, 0, 3, 3, 0, 0}, 1);
    assertEquals(0.5, measured.usage());
    assertEquals(3, measured.perplexity(), 1e-9);
  }
}
