package org.vitrail.llm.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.llm.token.SpecialTokens;
import org.vitrail.nn.Init;
import org.vitrail.nn.Mode;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

class DecoderTest {
  private static final Tensor IDS = Tensor.of(new int[] {3, 1, 4, 1, 5, 9, 2, 6}, 2, 4);

  /** A decoder of which no parameter is 0 or 1. */
  private static Decoder decoder(DecoderConfig config) {
    var decoder = Decoder.of(config, Init.of(0));
    var random = RandomStream.of(1);
    decoder.parameters().values().forEach(p -> p.assign(random.normal(p.shape(), 0.2, 0.5)));
    return decoder;
  }

  private static DecoderConfig chameleon(Placement placement) {
    return DecoderConfig.chameleon(20, 16, 24, 2, 4, 2, 40, placement);
  }

  /** {@code (x − mean)/√(var + eps)} of each row, written down. */
  private static double[][] normalised(double[][] rows, double eps) {
    return Arrays.stream(rows).map(row -> {
      double mean = Arrays.stream(row).average().orElseThrow();
      double deviation = Math.sqrt(Arrays.stream(row).map(x -> (x - mean) * (x - mean)).average().orElseThrow() + eps);
      return Arrays.stream(row).map(x -> (x - mean) / deviation).toArray();
    }).toArray(double[][]::new);
  }

  @Test void eachHeadIsNormalisedOverItsOwnElements() {
    var norm = HeadNorm.of(Init.of(0), 2, 3);
    norm.weight().assign(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    norm.bias().assign(Tensor.of(new float[] {.1f, .2f, .3f, .4f, .5f, .6f}, 2, 3));
    double[][] heads = {{1, 5, -2}, {0.01, 0.02, 0.04}};
    var rows = normalised(heads, 1e-5);
    var expected = new float[6];
    for (int i = 0; i < 6; i++) expected[i] = (float) (rows[i / 3][i % 3] * (i + 1) + (i + 1) / 10.0);
    var x = Tensor.of(new float[] {1, 5, -2, .01f, .02f, .04f}, 1, 1, 2, 3);
    assertArrayEquals(expected, norm.forward(x).toFloats(), 1e-5f);
  }

  @Test void normsStandWhereThePlacementSays() {
    for (var placement : Placement.values()) {
      var layer = decoder(chameleon(placement)).layers().getFirst();
      assertEquals(placement != Placement.AFTER, layer.attentionNorm() != null && layer.mlpNorm() != null);
      assertEquals(placement != Placement.BEFORE, layer.afterAttention() != null && layer.afterMlp() != null);
    }
  }

  /** However large the weights: a norm whose weight is 1 adds rows of length √width. */
  @Test void normsAfterwardsBoundWhatALayerAdds() {
    var decoder = decoder(chameleon(Placement.AFTER));
    decoder.layers().forEach(layer -> layer.mlp().parameters().values().forEach(p -> p.assign(p.mul(1000))));
    decoder.parameters().forEach((path, p) -> {
      if (path.contains(".after")) p.assign(p.mul(0).add(1));
    });
    var states = decoder.hiddenStates(decoder.embed(IDS), null, null);
    var grown = states.get(1).sub(states.get(0)).square().mean().item();
    assertTrue(grown < 4, "the layer added " + grown);
  }

  @Test void nothingIsLearnedInTheNormsOfCm3leon() {
    var paths = decoder(DecoderConfig.cm3leon(20, 16, 24, 2, 4, 40)).parameters().keySet();
    assertFalse(paths.stream().anyMatch(path -> path.contains("orm") || path.endsWith("bias")), paths::toString);
    assertEquals(2 + 2 * 4, paths.size());
  }

  @Test void cm3leonBeginsWithSmallWeightsAndAddsNothing() {
    var config = DecoderConfig.cm3leon(400, 64, 64, 2, 4, 200);
    var decoder = Decoder.of(config, Init.of(3), DecoderInit.cm3leon(64));
    assertNull(decoder.head());
    for (float w : decoder.tokens().weight().toFloats()) assertTrue(Math.abs(w) <= 0.144f, "a weight is " + w);
    assertEquals(8 * 0.0059, deviation(decoder.tokens().weight()), 1e-3);
    assertEquals(8 * 0.0059, deviation(decoder.layers().getFirst().attention().qkv().weight()), 1e-3);
    assertEquals(8 * 0.0002, deviation(decoder.positions()), 1e-4);
    var states = decoder.hiddenStates(decoder.embed(IDS), null, null);
    assertArrayEquals(states.get(0).toFloats(), states.get(1).toFloats());
  }

  private static double deviation(Tensor x) {
    return Math.sqrt(x.square().mean().item());
  }

  @Test void chameleonDropsWhatItsLayersAddAndNothingElse() {
    var decoder = decoder(chameleon(Placement.BEFORE)).withResidualDropout(0.5);
    var still = decoder.forward(IDS).toFloats();
    var states = Mode.training(RandomStream.of(1), () -> decoder.hiddenStates(decoder.embed(IDS), null, null));
    assertArrayEquals(decoder.embed(IDS).toFloats(), states.getFirst().toFloats());
    var dropped = Mode.training(RandomStream.of(1), () -> decoder.forward(IDS)).toFloats();
    assertFalse(Arrays.equals(still, dropped));
    assertArrayEquals(still, decoder.forward(IDS).toFloats());
  }

  @Test void nothingIsDroppedBeforeANorm() {
    var decoder = decoder(chameleon(Placement.AFTER));
    var e = assertThrows(IllegalArgumentException.class, () -> decoder.withResidualDropout(0.1));
    assertEquals("a decoder that normalises after attention and MLP trains without dropout, not with 0.1; set the rate "
        + "to 0, or normalise before them", e.getMessage());
    decoder.withResidualDropout(0);
  }

  @ParameterizedTest
  @EnumSource(value = Placement.class, names = {"BEFORE", "AFTER"})
  void aChameleonComesBackFromItsFolder(Placement placement, @TempDir Path folder) throws IOException {
    requireSame(decoder(chameleon(placement)), folder);
  }

  @Test void aCm3leonComesBackFromItsFolder(@TempDir Path folder) throws IOException {
    requireSame(decoder(DecoderConfig.cm3leon(20, 16, 24, 2, 4, 40)), folder);
  }

  private static void requireSame(Decoder decoder, Path folder) throws IOException {
    HfFolder.save(decoder, SpecialTokens.NONE, folder);
    var opened = HfFolder.open(folder);
    assertEquals(decoder.config(), opened.config());
    assertArrayEquals(decoder.forward(IDS).toFloats(), opened.forward(IDS).toFloats());
  }
}
