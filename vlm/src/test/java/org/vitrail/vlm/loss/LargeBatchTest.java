package org.vitrail.vlm.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Tape;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** What is done to a batch that does not fit one worker, or one memory, does not change its loss and its gradients. */
class LargeBatchTest {
  private static final int PICTURES = 12;
  private static final Pairing PAIRING =
      Pairing.of(List.of("a", "b", "c", "a", "d", "e", "f", "b", "g", "h", "i", "a"), 3);
  private static final Sigmoid SIGMOID = new Sigmoid();

  private final LinearTowers model = LinearTowers.of(6);
  private final Tensor pixels = RandomStream.of(1).normal(Shape.of(PICTURES, 12), 0, 1);
  private final Tensor ids = RandomStream.of(2).uniform(Shape.of(PAIRING.texts(), 4), 0, 20).to(DType.I32);

  static Stream<Objective> objectives() {
    return Stream.of(Softmax.PLAIN, new Softmax(0.1), SIGMOID);
  }

  private Gradients whole(Objective objective) {
    return Tape.gradients(() ->
        objective.of(model.logits(model.encodeImages(pixels), model.encodeTexts(ids)), PAIRING));
  }

  /** The mean of the workers' losses, whose gradients are those that averaging over workers gives. */
  private Gradients spread(BiFunction<Tensor, Tensor, List<Tensor>> losses) {
    return Tape.gradients(() -> {
      var each = losses.apply(model.encodeImages(pixels), model.encodeTexts(ids));
      return each.stream().reduce(Tensor::add).orElseThrow().div(each.size());
    });
  }

  private void assertSame(Gradients expected, Gradients actual, double times) {
    assertEquals(expected.loss().item(), actual.loss().item(), 1e-5);
    model.parameters().forEach((path, parameter) -> assertArrayEquals(expected.of(parameter).mul(times).toFloats(),
        actual.of(parameter).toFloats(), 1e-5f, path));
  }

  @ParameterizedTest @CsvSource({"1", "2", "3", "4", "12"}) void workersTogetherAreTheWhole(int workers) {
    var spread = new Spread(workers, true, model::logits);
    assertSame(whole(Softmax.PLAIN), spread((x, y) -> spread.local(Softmax.PLAIN, x, y, PAIRING)), 1);
    assertSame(whole(Softmax.PLAIN), spread((x, y) -> spread.gathered(Softmax.PLAIN, x, y, PAIRING)), 1);
    assertSame(whole(SIGMOID), spread((x, y) -> spread.exchanged(SIGMOID, x, y, PAIRING)), 1);
    assertSame(whole(SIGMOID), spread((x, y) -> spread.gathered(SIGMOID, x, y, PAIRING)), 1);
  }

  /** The scale and the bias are every worker's own, so only the towers' share is divided. */
  @Test void withoutGradientsOfOthersAWorkerHasItsShareOfTheWhole() {
    var diagonal = Pairing.diagonal(PICTURES);
    var own = ids.slice(0, 0, PICTURES);
    var expected = Tape.gradients(() ->
        Softmax.PLAIN.of(model.logits(model.encodeImages(pixels), model.encodeTexts(own)), diagonal));
    var spread = new Spread(4, false, model::logits);
    var actual = Tape.gradients(() -> spread.gathered(Softmax.PLAIN, model.encodeImages(pixels),
        model.encodeTexts(own), diagonal).stream().reduce(Tensor::add).orElseThrow().div(4));
    assertArrayEquals(expected.of(model.image().weight()).div(4).toFloats(),
        actual.of(model.image().weight()).toFloats(), 1e-6f);
    assertArrayEquals(expected.of(model.words().weight()).div(4).toFloats(),
        actual.of(model.words().weight()).toFloats(), 1e-6f);
    assertEquals(expected.of(model.scale()).item(), actual.of(model.scale()).item(), 1e-6);
  }

  @Test void workersWithUnequalSharesAreRefused() {
    var spread = new Spread(5, true, model::logits);
    var e = assertThrows(IllegalArgumentException.class, () -> spread((x, y) ->
        spread.local(Softmax.PLAIN, x, y, PAIRING)));
    assertEquals("12 pictures cannot be shared equally by 5 workers", e.getMessage());
  }

  @ParameterizedTest @MethodSource("objectives") void cachedGradientsAreThoseOfOneShot(Objective objective) {
    var expected = whole(objective);
    for (int chunk : new int[] {1, 5, 12, 100}) {
      assertSame(expected, new GradientCache(model, objective, chunk).gradients(pixels, ids, PAIRING), 1);
    }
  }

  @Test void aLockedTowerLearnsNothing() {
    model.parameters().values().forEach(parameter -> parameter.setTrainable(parameter == model.words().weight()));
    var gradients = new GradientCache(model, SIGMOID, 4).gradients(pixels, ids, PAIRING);
    assertTrue(gradients.find(model.image().weight()).isEmpty());
    assertArrayEquals(whole(SIGMOID).of(model.words().weight()).toFloats(),
        gradients.of(model.words().weight()).toFloats(), 1e-5f);
  }

  /** Clipping takes the norm over all gradients: there must be none of features among them. */
  @Test void gradientsAreOfParametersAlone() {
    var gradients = Scope.call("step", () -> new GradientCache(model, SIGMOID, 4).gradients(pixels, ids, PAIRING));
    assertEquals(model.parameters().size() + 1, gradients.tensors().size());
  }
}
