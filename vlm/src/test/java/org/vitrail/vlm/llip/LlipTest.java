package org.vitrail.vlm.llip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.GradCheck;
import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.DType;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

class LlipTest {
  private static final Llip.Config SMALL = Llip.Config.small(20, 6, 19);
  private static final Tensor PIXELS = RandomStream.of(1).normal(Shape.of(3, 3, 32, 32), 0, 1);
  private static final Tensor IDS = Tensor.of(new int[] {1, 2, 3, 19, 0, 0, 5, 4, 19, 0, 0, 0, 7, 8, 9, 10, 11, 19,
      1, 19, 0, 0, 0, 0}, 4, 6);

  private static Llip llip(int tokens) {
    var image = Llip.Config.image(SMALL.image().input(), tokens, 1, SMALL.image().block());
    return Llip.of(new Llip.Config(image, SMALL.text(), SMALL.mixer()), Init.of(2));
  }

  /** With one token there is nothing to mix: a SigLIP whose vector of a picture is Wo·Wv·m. */
  @Test void oneMixtureTokenIsSiglip() {
    var llip = llip(1);
    var mixer = llip.mixer();
    var m = llip.mixtureTokens(PIXELS).select(1, 0);
    var u = m.matmul(mixer.value().weight().t()).matmul(mixer.out().weight().t()).l2Normalize(1);
    var v = llip.textEmbeddings(llip.encodeTexts(IDS));
    var expected = u.matmul(v.t()).mul(10).sub(10);
    var images = llip.encodeImages(PIXELS);
    assertArrayEquals(expected.toFloats(), llip.logits(images, llip.encodeTexts(IDS)).toFloats(), 1e-5f);
    assertArrayEquals(u.toFloats(), llip.imageEmbeddings(images).toFloats(), 1e-6f);
    assertArrayEquals(new float[3 * 4 * 4], mixer.weights(images, llip.encodeTexts(IDS)).sub(1).toFloats(), 1e-6f);
  }

  /** The formula, pair by pair and head by head. */
  @Test void everyTextMixesForItself() {
    var llip = Llip.of(SMALL, Init.of(3));
    var mixer = llip.mixer();
    var images = llip.encodeImages(PIXELS);
    var texts = llip.encodeTexts(IDS);
    var phi = mixer.weights(images, texts);                                         // (3, 4 heads, 4 texts, 8)
    var m = llip.mixtureTokens(PIXELS);
    var mixed = mixer.mix(images, texts);
    for (int i = 0; i < 3; i++) {
      var k = mixer.key().forward(m.select(0, i)).unflatten(1, 4, 16);              // (8, heads, 16)
      var v = mixer.value().forward(m.select(0, i)).unflatten(1, 4, 16);
      for (int j = 0; j < 4; j++) {
        var q = mixer.query().forward(texts.select(0, j)).unflatten(0, 4, 16);      // (heads, 16)
        var p = k.mul(q).sum(2).div(4).softmax(0);                                  // (8, heads), √16 = 4
        var z = mixer.out().forward(v.mul(p.unsqueeze(2)).sum(0).flatten(0, 1));
        assertArrayEquals(p.t().toFloats(), phi.select(0, i).select(1, j).toFloats(), 1e-5f);
        assertArrayEquals(z.toFloats(), mixed.select(0, i).select(0, j).toFloats(), 1e-5f);
      }
    }
  }

  /** A score is of its picture and its text alone: nothing of the text that belongs to the picture leaks into it. */
  @Test void aScoreDependsOnItsPictureAndItsTextAlone() {
    var llip = Llip.of(SMALL, Init.of(4));
    var images = llip.encodeImages(PIXELS);
    var texts = llip.encodeTexts(IDS);
    var all = llip.logits(images, texts);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(all.get(i, j), llip.logits(images.slice(0, i, i + 1), texts.slice(0, j, j + 1)).item(), 1e-5);
      }
    }
  }

  @Test void aPictureWithoutATextHasItsTokensInEqualParts() {
    var llip = Llip.of(SMALL, Init.of(5));
    llip.mixer().query().weight().assign(llip.mixer().query().weight().zerosLike());
    var images = llip.encodeImages(PIXELS);
    var z = llip.mixer().mix(images, llip.encodeTexts(IDS)).select(1, 2).l2Normalize(1);
    assertArrayEquals(z.toFloats(), llip.imageEmbeddings(images).toFloats(), 1e-5f);
  }

  @Test void aHigherTemperatureMixesMoreEvenly() {
    var llip = Llip.of(SMALL, Init.of(6));
    var mixer = llip.mixer();
    var warm = new Mixer(mixer.query(), mixer.key(), mixer.value(), mixer.out(), mixer.heads(), 4);
    var images = llip.encodeImages(PIXELS);
    var texts = llip.encodeTexts(IDS);
    assertTrue(warm.weights(images, texts).max(-1).mean().item() < mixer.weights(images, texts).max(-1).mean().item());
  }

  @Test void theGradientOfAMixtureIsExact() {
    var random = RandomStream.of(7);
    var mixer = new Mixer(linear(random, 5, 6), linear(random, 4, 6), linear(random, 4, 6), linear(random, 6, 3), 2,
        0.5);
    var tokens = random.normal(Shape.of(2, 3, 4), 0, 1).to(DType.F64);
    var texts = random.normal(Shape.of(4, 5), 0, 1).to(DType.F64);
    GradCheck.check(in -> mixer.mix(mixer.keysAndValues(in.get(0)), in.get(1)).l2Normalize(-1), List.of(tokens, texts));
  }

  private static Linear linear(RandomStream random, int in, int out) {
    return new Linear(Parameter.of(random.normal(Shape.of(out, in), 0, 1).to(DType.F64)), null);
  }

  @Test void whatIsStoredIsReadAgain() {
    var llip = Llip.of(SMALL, Init.of(8));
    var json = LlipJson.json(SMALL, -1, 0);
    assertEquals("llip", json.get("model_type"));
    assertEquals(SMALL, LlipJson.config(new ConfigReader(json)));
    var stored = LlipWeights.of(llip).tensors();
    assertEquals(Shape.of(8, 64), stored.get("visual.mixture_tokens").shape());
    assertTrue(stored.keySet().containsAll(List.of("mixer.q.weight", "mixer.k.weight", "mixer.v.weight",
        "mixer.o.weight", "visual.conv1.weight", "text_projection", "logit_scale", "logit_bias")));
    assertEquals(llip.parameters().size(), LlipWeights.of(llip).parameters().size());
    var other = Llip.of(SMALL, Init.of(9));
    LlipWeights.of(other).load(stored);
    assertArrayEquals(llip.logits(llip.encodeImages(PIXELS), llip.encodeTexts(IDS)).toFloats(),
        other.logits(other.encodeImages(PIXELS), other.encodeTexts(IDS)).toFloats());
  }

  @Test void aConfigurationOfAnotherModelIsRefused() {
    var e = assertThrows(IllegalArgumentException.class,
        () -> LlipJson.config(new ConfigReader(Map.of("model_type", "clip"))));
    assertEquals("config.json: model_type 'clip' is not 'llip'", e.getMessage());
  }
}
