package org.vitrail.autograd.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Interpolation;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/** Values that PyTorch 2.13 computes for the same calls. */
class ImagingTest {
  /** 0, 0.1, 0.4, 0.9, … */
  private final Tensor x = Tensor.of(IntStream.range(0, 12).mapToDouble(i -> i * i / 10.0).toArray(), 1, 1, 3, 4);
  private final Tensor w = Tensor.of(new double[] {-3, -2, -1, 0, 1, 2, 3, 4}, 2, 1, 2, 2);

  private static void assertValues(Tensor y, int rows, int columns, double... expected) {
    int channels = expected.length / (rows * columns);
    assertEquals(Shape.of(1, channels, rows, columns), y.shape());
    assertArrayEquals(expected, y.toDoubles(), 1e-5);
  }

  @Test void convolution() {
    var b = Tensor.of(new double[] {1, 2}, 2);
    var window = Window.of(2, 2).withStride(1, 2).withPad(0, 1).withDilation(2, 1);
    assertValues(x.conv2d(w, b, window), 1, 3, 1, -8.2, -13.8, 27.6, 67.2, 39.2);
    var corner = x.slice(2, 0, 2).slice(3, 0, 2);
    var twice = Window.square(2, 2, 1);
    assertValues(corner.convTranspose2d(w.reshape(1, 2, 2, 2), b, twice, 1, 1), 3, 3,
        1, 0.9, 1, -2.2, -6.5, -4, 1, -1.5, 1, 2, 2.3, 2.4, 5.2, 4.5, 7, 8.4, 9.5, 12);
  }

  @Test void pooling() {
    assertValues(x.maxPool2d(Window.square(2, 2, 0), true), 2, 2, 2.5, 4.9, 8.1, 12.1);
    assertValues(x.avgPool2d(Window.square(3, 2, 1), true, true), 2, 3,
        0.466667, 1.377778, 0.966667, 2.066667, 4.577778, 2.833333);
    assertValues(x.avgPool2d(Window.square(3, 2, 1), true, false), 2, 3, 1.05, 2.066667, 2.9, 4.65, 6.866667, 8.5);
    assertValues(x.adaptiveAvgPool2d(2, 3), 2, 3, 1.05, 1.65, 2.45, 4.65, 6.05, 7.65);
  }

  @Test void interpolation() {
    assertValues(x.interpolate(Interpolation.BICUBIC, 4, 3), 4, 3, -0.112944, 0.011523, 0.553584, 0.558706, 1.344336,
        2.547559, 3.662995, 5.482227, 7.719053, 6.962772, 9.443165, 12.341154);
    assertValues(x.interpolate(Interpolation.BICUBIC.withAntialias(), 2, 3), 2, 3,
        0.421878, 0.974924, 1.857275, 5.048961, 7.04876, 9.377867);
    assertValues(x.interpolate(Interpolation.BILINEAR.withAlignedCorners(), 4, 3), 4, 3,
        0, 0.25, 0.9, 1.066667, 2.116667, 3.566667, 3.2, 5.05, 7.3, 6.4, 9.05, 12.1);
    assertValues(x.interpolate(Interpolation.BILINEAR, 1.5, 0.7, false), 4, 2,
        0.021429, 0.292857, 0.907143, 1.75, 2.621429, 4.226191, 5.935715, 8.302382);
    assertValues(x.interpolate(Interpolation.BILINEAR, 1.5, 0.7, true), 4, 2,
        0.05, 0.65, 1.3, 2.9, 4, 6.8, 7.25, 11.05);
  }

  @Test void manyPicturesAreEnlarged() {
    var many = Tensor.zeros(50_000, 1, 1, 1);
    assertEquals(Shape.of(50_000, 1, 1, 2), many.interpolate(Interpolation.NEAREST, 1, 2).shape());
  }

  @Test void nearestCopiesWithoutTouchingOtherPixels() {
    var row = Tensor.of(new double[] {0, 1, Double.NaN, 3, 4, 5, Double.POSITIVE_INFINITY}, 1, 1, 1, 7);
    assertArrayEquals(new double[] {0, 1, 3, 5}, row.interpolate(Interpolation.NEAREST, 1, 4).toDoubles());
  }

  @Test void sampling() {
    var grid = Tensor.of(new double[] {-1, -1, 0, 0, 0.5, 1.1}, 1, 1, 3, 2);
    assertValues(x.gridSample(grid, false), 1, 3, 0, 3.05, 3.8675);
    assertValues(x.gridSample(grid, true), 1, 3, 0, 3.05, 9.4725);
  }

  @Test void whatDoesNotFitIsNamed() {
    var large = assertThrows(ShapeException.class, () -> x.conv2d(w, null, Window.of(2, 2).withDilation(3, 1)));
    assertEquals("conv2d: w (2, 1, 2, 2) with dilation 3 and 1 is larger than x (1, 1, 3, 4) with padding 0 and 0",
        large.getMessage());
    assertTrue(assertThrows(ShapeException.class, () -> x.conv2d(w, null, Window.of(2, 2).withGroups(2))).getMessage()
        .contains("2 groups"));
    assertTrue(assertThrows(ShapeException.class, () -> x.maxPool2d(2, 1, 2)).getMessage().contains("in the padding"));
    assertTrue(assertThrows(ShapeException.class, () -> x.maxPool2d(5, 1, 0)).getMessage().contains("(1, 1, 3, 4)"));
    assertTrue(assertThrows(ShapeException.class, () -> x.avgPool2d(5, 1, 0)).getMessage().contains("(1, 1, 3, 4)"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> x.maxPool2d(2, 0, 0)).getMessage()
        .contains("stride (0, 0)"));
    assertTrue(assertThrows(ShapeException.class, () -> x.interpolate(Interpolation.AREA, 0, 2)).getMessage()
        .contains("0 pixels"));
  }
}
