package org.vitrail.vlm.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vitrail.kernels.DType;
import org.vitrail.nn.loss.Contrastive;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

class ObjectivesTest {
  private static final Pairing REPEATED = Pairing.of(List.of("a", "b", "a", "c"), 2);
  private static final Softmax SMOOTH = new Softmax(0.1);
  private static final Sigmoid SIGMOID = new Sigmoid();

  @TestFactory Stream<DynamicTest> gradients() {
    return Stream.of(
        op("softmax", s -> Softmax.PLAIN.of(s, REPEATED), shape("4 6")),
        op("softmax, smoothed", s -> SMOOTH.of(s, REPEATED), shape("4 6")),
        op("sigmoid", s -> SIGMOID.of(s, REPEATED), shape("4 6")))
        .map(line -> dynamicTest(line.name(), line::check));
  }

  @Test void oneTextForEachPictureIsClipAndSiglip() {
    var random = RandomStream.of(1);
    var images = random.normal(Shape.of(5, 3), 0, 1).l2Normalize(1);
    var texts = random.normal(Shape.of(5, 3), 0, 1).l2Normalize(1);
    var scale = Tensor.scalar(14);
    var bias = Tensor.scalar(-3);
    var scores = images.matmul(texts.t()).mul(scale);
    var pairing = Pairing.diagonal(5);
    assertEquals(Contrastive.clip(images, texts, scale).item(), Softmax.PLAIN.of(scores, pairing).item(), 1e-6);
    assertEquals(Contrastive.siglip(images, texts, scale, bias).item(), SIGMOID.of(scores.add(bias), pairing).item(),
        1e-5);
  }

  /** By hand: pictures 0 and 2 share both their texts, and the last column is a candidate of pictures alone. */
  @Test void textsThatFitShareTheTarget() {
    var s = new double[][] {{3, 1, 2, 0.5}, {0, 2, 1, -1}, {1, 0, 4, 2}};
    var pairing = Pairing.of(List.of("a", "b", "a"), 1);
    double byPicture = logSum(s[0]) - (3 + 2) / 2.0 + logSum(s[1]) - 2 + logSum(s[2]) - (1 + 4) / 2.0;
    double byText = logSum(3, 0, 1) - (3 + 1) / 2.0 + logSum(1, 2, 0) - 2 + logSum(2, 1, 4) - (2 + 4) / 2.0;
    assertEquals((byPicture / 3 + byText / 3) / 2, Softmax.PLAIN.of(tensor(s), pairing).item(), 1e-12);
  }

  @Test void smoothingGivesAllCandidatesAShare() {
    var s = new double[][] {{3, 1}, {0, 2}};
    double byPicture = logSum(s[0]) - (0.95 * 3 + 0.05 * 1) + logSum(s[1]) - (0.95 * 2 + 0.05 * 0);
    double byText = logSum(3, 0) - (0.95 * 3 + 0.05 * 0) + logSum(1, 2) - (0.95 * 2 + 0.05 * 1);
    assertEquals((byPicture / 2 + byText / 2) / 2, SMOOTH.of(tensor(s), Pairing.diagonal(2)).item(), 1e-12);
  }

  @Test void everyPairIsAQuestionOfItsOwn() {
    var s = new double[][] {{3, 1, 2, 0.5}, {0, 2, 1, -1}, {1, 0, 4, 2}};
    var pairing = Pairing.of(List.of("a", "b", "a"), 1);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) sum += Math.log1p(Math.exp(pairing.fits(i, j) ? -s[i][j] : s[i][j]));
    }
    assertEquals(sum / 3, SIGMOID.of(tensor(s), pairing).item(), 1e-12);
  }

  @Property(tries = 50) void theOrderOfThePairsDoesNotMatter(@ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 0, max = 3) int wrong, @ForAll Random random) {
    var captions = IntStream.range(0, n).mapToObj(i -> "caption " + random.nextInt(4)).toList();
    var scores = scores(n, n + wrong, 5, random.nextLong());
    var order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    Collections.shuffle(order, random);
    int[] rows = order.stream().mapToInt(i -> i).toArray();
    int[] columns = IntStream.range(0, n + wrong).map(j -> j < n ? rows[j] : j).toArray();
    var moved = scores.indexSelect(0, Tensor.of(rows, n)).indexSelect(1, Tensor.of(columns, n + wrong));
    var before = Pairing.of(captions, wrong);
    var after = Pairing.of(order.stream().map(captions::get).toList(), wrong);
    for (var loss : List.of(Softmax.PLAIN, SMOOTH, SIGMOID)) {
      assertEquals(loss.of(scores, before).item(), loss.of(moved, after).item(), 1e-9, loss.toString());
    }
  }

  @Property(tries = 50) void singlePrecisionIsEnoughAtLogitsOf100(@ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll long seed) {
    var scores = scores(n, n, 100, seed).to(DType.F32);
    for (var loss : List.of(Softmax.PLAIN, SMOOTH, SIGMOID)) {
      double exact = loss.of(scores.to(DType.F64), Pairing.diagonal(n)).item();
      double share = Math.abs(loss.of(scores, Pairing.diagonal(n)).item() - exact) / Math.max(1, exact);
      assertEquals(0, share, 1e-5, loss.toString());
    }
  }

  /** A perfect model, for which equal captions alone are left to confuse. */
  @Test void softmaxComesDownToTheFloor() {
    var pairing = Pairing.of(List.of("a", "b", "a", "a", "c", "b"), 0);
    var fits = pairing.fits(Tensor.full(DType.F64, 0, Shape.of(6, 6)), 0, 0);
    assertEquals((3 * Math.log(3) + 2 * Math.log(2)) / 6, pairing.floor(), 1e-12);
    assertEquals(pairing.floor(), Softmax.PLAIN.of(fits.mul(100), pairing).item(), 1e-12);
    assertEquals(0, Pairing.diagonal(6).floor());
  }

  @Test void aPairingWithoutTextsForAllPicturesIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Pairing(3, new int[2]));
    assertEquals("a pairing of 3 pictures with 2 texts: there must be a picture, and a text for each", e.getMessage());
  }

  private static Tensor scores(int n, int m, double bound, long seed) {
    return RandomStream.of(seed).uniform(Shape.of(n, m), -bound, bound).to(DType.F64);
  }

  private static Tensor tensor(double[][] rows) {
    return Tensor.of(Stream.of(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length, rows[0].length);
  }

  private static double logSum(double... x) {
    return Math.log(Arrays.stream(x).map(Math::exp).sum());
  }
}
