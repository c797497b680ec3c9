package org.vitrail.autograd.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

class ProductsTest {
  /** Numbers without symmetry in (−1, 1). */
  static Tensor some(int seed, int... shape) {
    var values = new double[Shape.of(shape).size()];
    for (int i = 0; i < values.length; i++) values[i] = Math.sin(seed + 2.3 * i + 0.01 * i * i);
    return Tensor.of(values, shape);
  }

  @Test void linear() {
    var y = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)
        .linear(Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 3, 2), Tensor.of(new float[] {10, 20, 30}, 3));
    assertEquals(Shape.of(2, 3), y.shape());
    assertArrayEquals(new float[] {11, 22, 33, 13, 24, 37}, y.toFloats());
  }

  @Test void linearNamesWhatDoesNotFit() {
    var message = assertThrows(ShapeException.class, () -> some(1, 3, 4).linear(some(2, 4, 5), null)).getMessage();
    assertEquals("linear: x is (3, 4) and w (4, 5), they must be (…, in) and (out, in)", message);
  }
}
