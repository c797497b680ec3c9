package org.vitrail.vlm.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Init;
import org.vitrail.nn.Mode;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.loss.Pairing;
import org.vitrail.vlm.loss.Softmax;
import org.vitrail.vlm.tower.ResNetTower;

class ClipTest {
  private static Clip small() {
    return Clip.of(Clip.Config.small(79, 18, 78), Init.of(1));
  }

  private static Clip resNet() {
    var text = Clip.Config.small(79, 18, 78).text();
    var image = new ResNetTower.Config(List.of(1, 1, 1, 1), 4, 32, 2, 64);
    return Clip.of(new Clip.Config(image, text, Clip.LOG_SCALE, null), Init.of(1));
  }

  private static Tensor pixels(int n) {
    return RandomStream.of(2).normal(Shape.of(n, 3, 32, 32), 0, 1);
  }

  private static Tensor texts(int n) {
    var ids = new int[n * 18];
    for (int i = 0; i < n; i++) {
      ids[18 * i] = 77;
      ids[18 * i + 1] = 5 + i;
      ids[18 * i + 2] = 78;
    }
    return Tensor.of(ids, n, 18);
  }

  @Test void beginsNearTheLossOfChance() {
    for (var clip : List.of(small(), resNet())) {
      var logits = clip.logits(clip.encodeImages(pixels(64)), clip.encodeTexts(texts(64)));
      var loss = new Softmax(0).of(logits, Pairing.diagonal(64)).item();
      assertEquals(Math.log(64), loss, 0.1 * Math.log(64));
    }
  }

  @Test void vectorsHaveLengthOne() {
    var clip = small();
    var u = clip.encodeImages(pixels(3));
    assertArrayEquals(new float[] {1, 1, 1}, u.square().sum(-1).toFloats(), 1e-5f);
    assertTrue(clip.logits(u, u).max().item() <= 1 / 0.07 + 1e-3);
  }

  @Test void theScaleStaysBetweenOneAndAHundred() {
    var clip = small();
    for (double[] fromTo : new double[][] {{-1, 0}, {3, 3}, {9, Math.log(100)}}) {
      clip.logScale().assign(Tensor.scalar(fromTo[0]));
      clip.limitScale();
      assertEquals(fromTo[1], clip.logScale().item(), 1e-6);
    }
  }

  @Test void everyParameterLearns() {
    for (var clip : List.of(small(), resNet())) {
      var gradients = Tape.gradients(() -> new Softmax(0).of(
          clip.logits(clip.encodeImages(pixels(4)), clip.encodeTexts(texts(4))), Pairing.diagonal(4)));
      clip.parameters().forEach((path, parameter) ->
          assertEquals(parameter.isTrainable(), gradients.find(parameter).isPresent(), path));
    }
  }

  @Test void aFeatureOfZerosGivesNoNaN() {
    var clip = small();
    clip.text().projection().weight().assign(Tensor.zeros(64, 64));
    var gradients = Tape.gradients(() -> clip.logits(clip.encodeImages(pixels(2)), clip.encodeTexts(texts(2))).sum());
    assertEquals(0, gradients.loss().item());
    for (float g : gradients.of(clip.text().projection().weight()).toFloats()) assertFalse(Float.isNaN(g));
  }

  @Test void onlyTrainingMovesTheStatisticsOfAResNet() {
    var clip = resNet();
    var norm = ((ResNetTower) clip.image()).stem().getFirst().norm();
    var first = clip.encodeImages(pixels(4)).toFloats();
    assertArrayEquals(first, clip.encodeImages(pixels(4)).toFloats());
    assertEquals(0, norm.runningMean().abs().sum().item());
    Mode.training(RandomStream.of(0), () -> clip.encodeImages(pixels(4)));
    assertEquals(1, norm.batches().item());
    assertTrue(norm.runningMean().abs().sum().item() > 0);
    assertFalse(Arrays.equals(first, clip.encodeImages(pixels(4)).toFloats()));
    var alone = clip.encodeImages(pixels(4)).slice(0, 0, 1).toFloats();
    assertArrayEquals(alone, clip.encodeImages(pixels(4).slice(0, 0, 1)).toFloats(), 1e-5f);
  }
}
