package org.vitrail.vlm.tower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;

class TextTowerTest {
  private static final Tensor IDS = Tensor.of(new int[] {
      1, 5, 9, 3, 0, 0,
      1, 9, 4, 9, 2, 9}, 2, 6);

  private static TextTower tower(boolean causal, TextPooling pooling, int out) {
    var block = new Block.Config(8, 2, 32, 1e-5, Activation.QUICK_GELU, false, true, false, 0, 0, 0, causal);
    return TextTower.of(new TextTower.Config(10, 6, 2, block, pooling, out, false), Init.of(3));
  }

  @Test void eachRuleFindsItsToken() {
    assertArrayEquals(new int[] {2, 1}, new TextPooling.FirstOf(9).places(IDS).toInts());
    assertArrayEquals(new int[] {3, 0}, new TextPooling.FirstOf(3).places(IDS).toInts());
    assertArrayEquals(new int[] {2, 1}, new TextPooling.LargestId().places(IDS).toInts());
    assertArrayEquals(new int[] {0, 0}, new TextPooling.First().places(IDS).toInts());
    assertArrayEquals(new int[] {5, 5}, new TextPooling.Last().places(IDS).toInts());
  }

  @Test void theStateOfTheTokenIsProjected() {
    var tower = tower(true, new TextPooling.LargestId(), 5);
    var encoded = tower.encode(IDS);
    var expected = tower.projection().forward(encoded.select(0, 1).select(0, 1)).toFloats();
    assertArrayEquals(expected, tower.forward(IDS).select(0, 1).toFloats(), 1e-6f);
    assertEquals(8, tower(true, new TextPooling.Last(), 0).forward(IDS).dim(1));
  }

  @Test void onlyACausalTowerIsBlindToWhatFollows() {
    var other = Tensor.of(new int[] {1, 5, 9, 7, 7, 7}, 1, 6);
    for (boolean causal : new boolean[] {true, false}) {
      var tower = tower(causal, new TextPooling.LargestId(), 5);
      var difference = tower.forward(IDS.slice(0, 0, 1)).sub(tower.forward(other)).abs().max().item();
      assertEquals(causal, difference < 1e-6, "difference " + difference);
    }
  }

  @Test void beginsAsOpenAi() {
    var block = new Block.Config(64, 4, 256, 1e-5, Activation.GELU, false, true, false, 0, 0, 0, true);
    var tower = TextTower.of(new TextTower.Config(200, 50, 2, block, new TextPooling.Last(), 64, false), Init.of(1));
    assertEquals(0.02, deviation(tower.tokens().weight()), 0.001);
    assertEquals(0.01, deviation(tower.positions()), 0.0005);
    assertEquals(0.125, deviation(tower.blocks().get(1).attention().qkv().weight()), 0.004);
    assertEquals(0.0625, deviation(tower.blocks().get(1).attention().out().weight()), 0.003);
    assertEquals(0.125, deviation(tower.projection().weight()), 0.006);
  }

  private static double deviation(Tensor x) {
    return x.std(1, 0, 1).item();
  }

  @Test void refusesTextsBeyondItsContext() {
    var tower = tower(true, new TextPooling.Last(), 5);
    var problem = assertThrows(IllegalArgumentException.class, () -> tower.forward(Tensor.of(new int[7], 1, 7)));
    assertEquals("texts are (1, 7), expected (texts, tokens) with 1 to 6 tokens each, the context of this model",
        problem.getMessage());
  }
}
