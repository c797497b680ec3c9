package org.vitrail.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** Layers that weigh channels by their means. */
class GateTest {
  private final Tensor x = RandomStream.of(3).normal(Shape.of(2, 4, 3, 3), 0, 1);

  @Test void gatesWithoutWeightsAreHalfOpen() {
    var squeeze = SqueezeExcite.of(Init.of(1), 4, 2, 2);
    squeeze.fc2().weight().assign(squeeze.fc2().weight().mul(0));
    assertArrayEquals(x.toFloats(), squeeze.forward(x).toFloats(), 1e-6f);
    var efficient = ChannelAttention.of(Init.of(1), 4, 2);
    efficient.weight().assign(efficient.weight().mul(0));
    assertArrayEquals(x.toFloats(), efficient.forward(x).toFloats(), 1e-6f);
  }

  @Test void efficientAttentionSeesNeighbouringChannels() {
    var gate = new ChannelAttention(Init.of(1).full("weight", 0, 1, 1, 3), 1);
    gate.weight().assign(Tensor.of(new float[] {1, 0, 0}, 1, 1, 3));
    var y = gate.forward(x);
    double before = x.select(0, 0).select(0, 1).mean().item();
    assertEquals(x.get(0, 2, 1, 1) / (1 + Math.exp(-before)), y.get(0, 2, 1, 1), 1e-6);
    assertEquals(x.get(0, 0, 1, 1) / 2, y.get(0, 0, 1, 1), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"8, 3", "32, 3", "64, 3", "256, 5", "1536, 5", "2048, 7"})
  void theKernelGrowsWithTheLogarithmOfTheChannels(int channels, int kernel) {
    assertEquals(kernel, ChannelAttention.of(Init.of(1), channels, 1).weight().dim(2));
  }
}
