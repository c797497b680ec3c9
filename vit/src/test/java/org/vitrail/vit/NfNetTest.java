package org.vitrail.vit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.nn.Activation;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

class NfNetTest {
  private static final double ALPHA = 0.2;

  private static NfNet small(int blocks, boolean gammaInActivation) {
    var block = new NfBlock.Config(Activation.RELU, ALPHA, 0.25, 8, 0, false, false, null, gammaInActivation, false,
        false, 1e-5, 0);
    var depths = new int[] {blocks, blocks, blocks, blocks};
    var widths = new int[] {32, 64, 128, 256};
    return NfNet.of(new NfNet.Config(3, NfStem.SMALL, 16, widths, depths, block, 0, 42), Init.of(1));
  }

  /** As the network would be without the gains of 0 that let blocks begin as their shortcut. */
  private static NfNet open(NfNet net) {
    for (var stage : net.stages()) {
      for (var block : stage) block.conv3().gain().assign(block.conv3().gain().add(1));
    }
    return net;
  }

  private static Tensor noise(int... shape) {
    return RandomStream.of(5).normal(Shape.of(shape), 0, 1);
  }

  /** Pictures of one colour, so that a mean of neighbouring places is like any of them. */
  @Test void stagesKeepTheVarianceThatBetaExpects() {
    var pictures = noise(64, 3, 1, 1).expand(64, 3, 32, 32).contiguous();
    for (var state : open(small(1, true)).hiddenStates(pictures).subList(1, 5)) {
      assertEquals(1, state.variance(0).item() / (1 + ALPHA * ALPHA), 0.3);
    }
  }

  /** Each block after the first of a stage adds α² to the variance, whatever the mean of 2x2 places took from noise. */
  @Test void blocksAddAlphaSquared() {
    var net = open(small(3, false));
    var y = net.stem().getFirst().forward(noise(32, 3, 32, 32));
    for (var stage : net.stages()) {
      y = stage.getFirst().forward(y);
      double first = y.variance(0).item();
      y = stage.get(2).forward(stage.get(1).forward(y));
      assertEquals((1 + 3 * ALPHA * ALPHA) / (1 + ALPHA * ALPHA), y.variance(0).item() / first, 0.03);
    }
  }

  @Test void blocksBeginAsTheirShortcut() {
    var block = small(2, false).stages().get(1).get(1);
    var x = noise(2, 64, 5, 5);
    assertArrayEquals(x.toFloats(), block.forward(x).toFloats());
  }

  @Test void aPictureIsScoredWithoutRegardToTheOthers() {
    var net = open(small(1, false));
    var picture = noise(1, 3, 32, 32);
    var among = Shaping.cat(0, List.of(noise(5, 3, 32, 32).mul(3), picture, noise(2, 3, 32, 32)));
    var others = Shaping.cat(0, List.of(noise(5, 3, 32, 32).sub(1), picture, noise(2, 3, 32, 32).abs()));
    var first = Shaping.cat(0, List.of(picture, noise(7, 3, 32, 32)));
    var scores = net.forward(among).slice(0, 5, 6).toFloats();
    assertArrayEquals(scores, net.forward(others).slice(0, 5, 6).toFloats());
    assertArrayEquals(scores, net.forward(first).slice(0, 0, 1).toFloats());
    assertArrayEquals(scores, net.forward(picture).toFloats(), 1e-7f);
  }

  /** Parameters of timm's models of these names. */
  @ParameterizedTest
  @CsvSource({"nf_resnet26, 15995176", "nf_regnet_b0, 8764288", "eca_nfnet_l0, 24143924"})
  void publishedNetworksHaveTheirSizes(String architecture, long parameters) {
    var config = TimmNfNet.hubConfig(new ConfigReader(Map.of("architecture", architecture)));
    var net = NfNet.of(config, Init.of(1));
    assertEquals(parameters, net.parameters().values().stream().mapToLong(p -> p.size()).sum());
  }

  @Test void aConfigurationComesBackFromItsJson() {
    var config = TimmNfNet.hubConfig(new ConfigReader(Map.of("architecture", "eca_nfnet_l0", "num_classes", 7)));
    var again = TimmNfNet.hubConfig(new ConfigReader(TimmNfNet.json(config)));
    assertEquals(config.block(), again.block());
    assertEquals(TimmNfNet.json(config), TimmNfNet.json(again));
  }

  @Test void whatIsNotReadIsSaid() {
    assertRefused("architecture is resnet50", Map.of("architecture", "resnet50"));
    assertRefused("stem_type '5x5'", Map.of("architecture", "nf_resnet26", "model_args", Map.of("stem_type", "5x5")));
    assertRefused("attn_layer 'cbam'", Map.of("architecture", "nf_resnet26",
        "model_args", Map.of("attn_layer", "cbam")));
    assertRefused("groups of 100 do not divide", Map.of("architecture", "nf_resnet26",
        "model_args", Map.of("group_size", 100)));
    assertRefused("shrink a picture more than 32 times", Map.of("architecture", "nf_resnet26",
        "model_args", Map.of("channels", List.of(8, 8, 8, 8, 8), "depths", List.of(1, 1, 1, 1, 1))));
  }

  private static void assertRefused(String part, Map<String, Object> json) {
    var refusal = assertThrows(IllegalArgumentException.class,
        () -> NfNet.of(TimmNfNet.hubConfig(new ConfigReader(json)), Init.of(1)));
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }
}
