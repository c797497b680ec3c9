package org.vitrail.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

class StandardizedConv2dTest {
  private static Tensor noise(int... shape) {
    return RandomStream.of(3).normal(Shape.of(shape), 0, 1);
  }

  private static StandardizedConv2d convolution(int kernel, int stride, boolean same) {
    return StandardizedConv2d.of(Init.of(1), 8, 16, kernel, stride, 2, same, 1.7, 1, 1e-5);
  }

  /** Neither the scale nor an offset of a filter counts, but for eps. */
  @Test void filtersAreKnownByTheirDirectionAlone() {
    var layer = convolution(3, 1, false);
    var x = noise(2, 8, 5, 5);
    var before = layer.forward(x);
    layer.weight().assign(layer.weight().mul(7).add(2));
    assertArrayEquals(before.toFloats(), layer.forward(x).toFloats(), 2e-3f);
  }

  /** What comes out of white noise has the variance γ², whatever the fan-in. */
  @Test void keepsTheVariance() {
    var layer = StandardizedConv2d.of(Init.of(1), 6, 32, 3, 1, 1, false, 1.7, 1, 1e-5);
    var inner = layer.forward(noise(4, 6, 34, 34)).slice(2, 1, 33).slice(3, 1, 33);
    assertEquals(1.7 * 1.7, inner.variance(0).item(), 0.1);
  }

  @Test void aGainOfZeroLeavesTheBias() {
    var layer = StandardizedConv2d.of(Init.of(1), 4, 3, 1, 1, 1, false, 1, 0, 1e-5);
    layer.bias().assign(Tensor.of(new float[] {1, 2, 3}, 3));
    assertArrayEquals(new float[] {1, 2, 3}, layer.forward(noise(1, 4, 1, 1)).toFloats());
  }

  @Property(tries = 40)
  void samePaddingGivesTheRoundedUpShareOfTheSize(@ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width, @ForAll @IntRange(min = 1, max = 3) int stride) {
    var y = convolution(3, stride, true).forward(noise(1, 8, height, width));
    assertEquals(Shape.of(1, 16, Math.ceilDiv(height, stride), Math.ceilDiv(width, stride)), y.shape());
  }

  /** An even picture gets its one row of padding below: the first window begins at the first row. */
  @Test void samePaddingStandsAtTheEnd() {
    var layer = convolution(3, 2, true);
    var x = noise(1, 8, 6, 6);
    var valid = new StandardizedConv2d(layer.weight(), layer.bias(), layer.gain(), layer.window(), false, 1.7, 1e-5);
    assertArrayEquals(valid.forward(x).toFloats(), layer.forward(x).slice(2, 0, 2).slice(3, 0, 2).toFloats(), 1e-5f);
  }
}
