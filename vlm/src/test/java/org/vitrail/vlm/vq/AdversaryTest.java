package org.vitrail.vlm.vq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

class AdversaryTest {
  private static final VqConfig CONFIG = new VqConfig(8, 3, 8, 2, 8, List.of(new VqConfig.Level(8, 1, false)), 0,
      VqConfig.Centre.NONE, 4, 8, 8, 4, CodeNorm.NONE, true, 0, true);

  private final Vq vq = Vq.of(CONFIG, Init.of(1));
  private final Tensor pictures = RandomStream.of(2).uniform(Shape.of(2, 3, 8, 8), -1, 1);
  private final Tensor hidden = RandomStream.of(3).normal(Shape.of(2, 8, 4, 4), 0, 1);
  private final PatchDiscriminator discriminator = PatchDiscriminator.of(Init.of(4), 3, 8);
  private final UnaryOperator<Tensor> error = x -> x.sub(pictures).square().mean();

  @Test void eachSideGetsTheGradientOfItsOwnTerm() {
    var adversary = new Adversary(discriminator, 0.7, 1);
    assertNull(adversary.loss(vq, hidden, vq.finish(hidden), pictures, error), "it starts later");
    double ratio = adversary.ratio(vq, hidden, error);
    var last = vq.decoder().out().weight();
    var judged = discriminator.first().weight();
    var both = Tape.gradients(() ->
        adversary.loss(vq, hidden, vq.finish(hidden), pictures, error), last, judged);
    var generating = Tape.gradients(() ->
        discriminator.forward(vq.finish(hidden), false).mean().mul(-0.7 * ratio), last);
    var discriminating = Tape.gradients(() -> adversary.discriminating(pictures, vq.finish(hidden)), judged);
    assertClose(generating.of(last), both.of(last));
    assertClose(discriminating.of(judged), both.of(judged));
  }

  @Test void theWeightMakesBothGradientsOfTheLastConvolutionAlikeInLength() {
    var last = vq.decoder().out().weight();
    double own = length(Tape.gradients(() -> error.apply(vq.finish(hidden)), last).of(last));
    double other = length(Tape.gradients(() ->
        discriminator.forward(vq.finish(hidden), false).mean(), last).of(last));
    assertEquals(own / (other + 1e-4), new Adversary(discriminator, 1, 0).ratio(vq, hidden, error), 1e-4);
  }

  @Test void edgesCountWhereNeighboursDiffer() {
    var zero = Tensor.zeros(1, 1, 2, 2);
    var half = Tensor.of(new float[] {1, 1, 0, 0}, 1, 1, 2, 2);
    assertEquals(0.5, new PictureLoss(0).of(half, zero).item(), 1e-6);
    assertEquals(0.5 + 2 * 1, new PictureLoss(2).of(half, zero).item(), 1e-6);
  }

  private static double length(Tensor t) {
    return Math.sqrt(t.square().sum().item());
  }

  private static void assertClose(Tensor wanted, Tensor got) {
    double error = length(got.sub(wanted));
    assertTrue(error <= 1e-4 * length(wanted), error + " of " + length(wanted));
  }
}
