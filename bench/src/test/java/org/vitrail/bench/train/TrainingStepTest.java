package org.vitrail.bench.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vitrail.bench.profile.Profile;
import org.vitrail.bench.profile.ProfiledDevice;
import org.vitrail.kernels.Devices;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.nn.Init;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.Vit;

class TrainingStepTest {
  private static final DecoderConfig SMALL = DecoderConfig.gpt2(64, 8, 32, 2, 2, 128);

  /** V·D + T·D of the embeddings, 12D² + 13D of a block, 2D of the last norm; the head has no weights of its own. */
  @Test void theDecoderHasTheParametersOfGpt2() {
    var decoder = Decoder.of(SMALL, Init.of(1));
    int expected = 64 * 32 + 8 * 32 + 2 * (12 * 32 * 32 + 13 * 32) + 2 * 32;
    assertEquals(expected, decoder.parameters().values().stream().mapToInt(Tensor::size).sum());
  }

  @Test void theDecoderDoesNotSeeTheFuture() {
    var decoder = Decoder.of(SMALL, Init.of(1));
    var one = decoder.forward(Tensor.of(new int[] {1, 2, 3, 4}, 1, 4));
    var other = decoder.forward(Tensor.of(new int[] {1, 2, 3, 5}, 1, 4));
    assertEquals(one.slice(1, 0, 3).text(), other.slice(1, 0, 3).text());
  }

  @Test void theLossOfTheDecoderBeginsAtChanceAndFalls() {
    assertFalls(TrainingStep.decoder(2, SMALL, ZLoss.NONE), Math.log(64));
  }

  @Test void theLossOfTheVitBeginsAtChanceAndFalls() {
    assertFalls(TrainingStep.vit(8, Vit.Config.classifier(16, 4, 32, 2, 2, 10)), Math.log(10));
  }

  /** Forward and both halves of backward are each 2 operations for every weight of a matrix and every token. */
  @Test void theProductsOfAStepAreThoseOfItsWeights() {
    var profile = new Profile();
    var step = Devices.on(new ProfiledDevice(Devices.current(), profile),
        () -> TrainingStep.decoder(2, SMALL, ZLoss.NONE));
    step.run();
    var products = profile.rows().stream().filter(row -> row.kernel().startsWith("gemm")).toList();
    assertEquals(6 * (2 * 8) * (2 * 12 * 32 * 32 + 64 * 32), Profile.cost(products).flops());
  }

  private static void assertFalls(TrainingStep step, double chance) {
    double first = step.run();
    assertEquals(chance, first, 0.1);
    double loss = first;
    for (int i = 0; i < 20; i++) loss = step.run();
    assertTrue(loss < first - 0.05, "from " + first + " to " + loss);
  }
}
