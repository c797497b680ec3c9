package org.vitrail.vlm.siglip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.autograd.Tape;
import org.vitrail.kernels.DType;
import org.vitrail.nn.Activation;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.loss.Pairing;
import org.vitrail.vlm.loss.Sigmoid;

class SiglipTest {
  private static final int BATCH = 8;
  private static final Siglip.Config SMALL = Siglip.Config.small(Vocabulary.WORDS.size());

  private record Step(Tensor pixels, Tensor ids, Pairing pairing) {
    static Step of(int first) {
      var scenes = IntStream.range(first, first + BATCH).mapToObj(i ->
          Scenes.scene("train", Family.values()[i % 5], i)).toList();
      var pixels = scenes.stream().map(Step::pixels).toList();
      var ids = scenes.stream().map(scene -> Vocabulary.ids(scene.caption()))
          .flatMapToInt(caption -> Arrays.stream(Arrays.copyOf(caption, Vocabulary.LENGTH))).toArray();
      return new Step(Shaping.stack(0, pixels), Tensor.of(ids, BATCH, Vocabulary.LENGTH),
          Pairing.of(scenes.stream().map(Scene::caption).toList(), 0));
    }

    private static Tensor pixels(Scene scene) {
      var rgb = scene.pixels32();
      var levels = new float[rgb.length];
      for (int i = 0; i < levels.length; i++) levels[i] = (rgb[i] & 0xFF) / 127.5f - 1;
      return Tensor.of(levels, 32, 32, 3).permute(2, 0, 1).contiguous();
    }
  }

  private static Tensor loss(Siglip siglip, Step step) {
    var logits = siglip.logits(siglip.encodeImages(step.pixels), siglip.encodeTexts(step.ids));
    return new Sigmoid().of(logits, step.pairing);
  }

  /** Most pairs do not fit; a model that begins by saying so has only the true ones to learn. */
  @Test void theLossFallsFromItsBeginningWithin20Steps() {
    var siglip = Siglip.of(SMALL, Init.of(1));
    double start = Scope.call("start", () -> loss(siglip, Step.of(0)).item());
    var optimizer = new AdamW(Group.decaying(siglip.parameters().values(), 0.05, Group.MATRICES));
    for (int i = 0; i < 20; i++) {
      int first = i * BATCH;
      Scope.run("step", () -> optimizer.step(Tape.gradients(() -> loss(siglip, Step.of(first))), 1e-3));
    }
    double after = Scope.call("after", () -> loss(siglip, Step.of(0)).item());
    assertTrue(start < 12 && after < start, start + " to " + after);
  }

  /** The towers of one new model turn all pictures and texts towards or from each other; on the average neither. */
  @Test void withoutABiasMostOfTheFirstLossIsOfPairsThatDoNotFit() {
    double mean = IntStream.range(1, 9).mapToDouble(seed -> Scope.call("seed", () -> {
      var siglip = Siglip.of(SMALL, Init.of(seed));
      siglip.bias().assign(siglip.bias().zerosLike());
      return loss(siglip, Step.of(0)).item();
    })).average().orElseThrow();
    assertTrue(mean > 0.69 * (BATCH - 1), "" + mean);
  }

  @Test void aModelBeginsAsTheReferenceSays() {
    var siglip = Siglip.of(SMALL, Init.of(1));
    assertEquals(10, Math.exp(siglip.scale().item()), 1e-5);
    assertEquals(-10, siglip.bias().item());
    var block = siglip.text().blocks().getFirst();
    assertEquals(Math.sqrt(6.0 / 128), block.attention().qkv().weight().abs().max().item(), 1e-3);
    assertEquals(0, block.attention().qkv().bias().abs().max().item());
    assertEquals(1 / 8.0, siglip.text().positions().std(0).item(), 0.01);
    assertEquals(1 / 8.0, siglip.text().projection().weight().std(0).item(), 0.005);
  }

  /** Where a picture fills its row of patches and has the size of the table, the tower is that of SigLIP. */
  @Test void picturesOfOneSizeNeedNoMask() {
    var tower = NaflexTower.of(SMALL.image(), Init.of(2));
    var pixels = RandomStream.of(3).normal(Shape.of(2, 3, 12, 20), 0, 1);
    var patches = Patches.of(pixels, 4);
    var padded = new Patches(patches.values().pad(1, 0, 3, 7), patches.grids(),
        Tensor.ones(2, 15).pad(1, 0, 3, 0).to(DType.I32));
    assertArrayEquals(tower.forward(pixels).toFloats(), tower.forward(padded).toFloats(), 1e-5f);
  }

  @Test void patchesAreCutRowByRowWithTheirPixelsInReadingOrder() {
    var pixels = Tensor.range(48).to(DType.F32).reshape(1, 3, 4, 4);
    var patches = Patches.of(pixels, 2);
    assertArrayEquals(new int[] {2, 2}, patches.grids().toInts());
    assertArrayEquals(new float[] {2, 18, 34, 3, 19, 35, 6, 22, 38, 7, 23, 39},
        patches.values().select(0, 0).select(0, 1).toFloats());
    assertThrows(ShapeException.class, () -> Patches.of(pixels, 3));
  }

  @Test void aGridThatDoesNotFitIsRefused() {
    var tower = NaflexTower.of(SMALL.image(), Init.of(2));
    var e = assertThrows(ShapeException.class, () -> tower.forward(
        new Patches(Tensor.zeros(1, 6, 48), Tensor.of(new int[] {2, 4}, 1, 2), null)));
    assertEquals("patches: a grid of 2x4 patches is not 1 to 6", e.getMessage());
  }

  @Test void aConfigurationIsReadAsWritten() {
    var naflex = new Siglip.Config(SMALL.image(), SMALL.text(), true);
    for (var config : new Siglip.Config[] {SMALL, naflex}) {
      assertEquals(config, HfSiglip.config(new ConfigReader(HfSiglip.json(config, 0))));
    }
  }

  /** Files of released models leave out what is as in SigLIP Base. */
  @Test void whatAConfigurationLeavesOutIsThatOfTheBaseModel() {
    var base = HfSiglip.config(new ConfigReader(Map.of("model_type", "siglip", "text_config",
        Map.of("model_type", "siglip_text_model"), "vision_config", Map.of("model_type", "siglip_vision_model"))));
    assertEquals(Siglip.Config.of(224, 16, 768, 12, 12, 32000, 64, 12), base);
  }

  @ParameterizedTest @CsvSource(delimiter = '|', textBlock = """
      model_type | clip | config.json: model_type 'clip' is not siglip or siglip2
      text_config | projection_size=5 | config.json: projection_size of text_config is 5, hidden_size of vision_config \
      768; they must be equal
      vision_config | image_size=30 | config.json: image_size 30 is no multiple of patch_size 16
      vision_config | num_attention_heads=7 | config.json: hidden_size 768 is no multiple of num_attention_heads 7
      vision_config | num_hidden_layers=-1 | config.json: num_hidden_layers is -1, expected a positive integer""")
  void aConfigurationThatMakesNoSenseIsRefused(String key, String value, String message) {
    Object given = value.contains("=") ? Map.of(value.split("=")[0], Integer.parseInt(value.split("=")[1])) : value;
    var e = assertThrows(IllegalArgumentException.class, () -> HfSiglip.config(new ConfigReader(Map.of(key, given))));
    assertEquals(message, e.getMessage());
  }

  /** What open_clip says of ViT-B-16-SigLIP; its GELU is the exact one. */
  @Test void openClipNamesATowerOfTimm() {
    var text = Map.<String, Object>of("context_length", 64, "vocab_size", 32000, "width", 768, "heads", 12,
        "layers", 12, "no_causal_mask", true, "proj_bias", true, "pool_type", "last", "norm_kwargs", Map.of("eps", 1e-6));
    var config = OpenClipSiglip.config(openClip("vit_base_patch16_siglip_224", text));
    var expected = Siglip.Config.of(224, 16, 768, 12, 12, 32000, 64, 12);
    assertEquals(expected.image().input(), config.image().input());
    assertEquals(expected.parameters(), config.parameters());
    assertEquals(Activation.GELU, config.image().block().activation());
    assertEquals(Activation.GELU, config.text().block().activation());
    var newer = OpenClipSiglip.config(openClip("vit_base_patch32_siglip_256", text));
    assertEquals(Activation.GELU_TANH, newer.image().block().activation());
    var e = assertThrows(IllegalArgumentException.class, () -> OpenClipSiglip.config(openClip("vit_siglip", text)));
    assertEquals("open_clip_config.json: timm_model_name 'vit_siglip' with timm_pool 'map' is no tower of SigLIP that "
        + "is known here", e.getMessage());
    var names = OpenClipSiglip.weights(Siglip.of(SMALL, Init.of(1))).names();
    assertTrue(names.containsAll(List.of("visual.trunk.attn_pool.latent", "visual.trunk.blocks.2.attn.qkv.bias",
        "text.transformer.resblocks.1.attn.in_proj_weight", "text.text_projection.bias", "logit_bias")), "" + names);
  }

  private static ConfigReader openClip(String tower, Map<String, Object> text) {
    return new ConfigReader(Map.of("embed_dim", 768, "vision_cfg", Map.of("image_size",
        tower.endsWith("256") ? 256 : 224, "timm_model_name", tower, "timm_pool", "map", "timm_proj", "none"),
        "text_cfg", text));
  }

  @Test void allParametersAreStored() {
    Stream.of(SMALL, new Siglip.Config(SMALL.image(), SMALL.text(), true)).map(c -> Siglip.of(c, Init.of(4)))
        .forEach(siglip -> assertEquals(siglip.parameters().size(), HfSiglip.weights(siglip).parameters().size()));
  }
}
