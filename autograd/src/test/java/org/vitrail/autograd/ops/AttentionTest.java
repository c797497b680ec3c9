package org.vitrail.autograd.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrail.autograd.ops.ProductsTest.some;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

class AttentionTest {
  private final Tensor q = some(1, 2, 4, 3, 5);
  private final Tensor k = some(2, 2, 2, 6, 5);
  private final Tensor v = some(3, 2, 2, 6, 7);

  @Test void oneKeyIsItsValue() {
    var value = some(3, 1, 1, 1, 4);
    assertArrayEquals(value.toDoubles(), some(1, 1, 1, 1, 2).attention(some(2, 1, 1, 1, 2), value).toDoubles());
  }

  @Test void equalKeysAverageTheVisibleValues() {
    var ones = Tensor.of(new double[] {1, 1, 1}, 1, 1, 3, 1);
    var values = Tensor.of(new double[] {1, 3, 8}, 1, 1, 3, 1);
    assertArrayEquals(new double[] {4, 4, 4}, ones.attention(ones, values).toDoubles(), 1e-12);
    assertArrayEquals(new double[] {1, 2, 4}, ones.attention(ones, values, null, true).toDoubles(), 1e-12);
    var mask = Tensor.of(new int[] {1, 0, 1}, 3);
    assertArrayEquals(new double[] {4.5, 4.5, 4.5}, ones.attention(ones, values, mask, false).toDoubles(), 1e-12);
    assertArrayEquals(new double[] {1, 1, 4.5}, ones.attention(ones, values, mask, true).toDoubles(), 1e-12);
  }

  @Test void aQueryThatSeesNoKeyWeighsAllAlikeForwardAndBackward() {
    var seesNothing = Tensor.of(new int[] {1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1}, 3, 6);
    for (var type : List.of(DType.F32, DType.F64)) {
      var values = v.to(type);
      var y = new Tensor[1];
      var g = Tape.gradients(() -> {
        y[0] = q.to(type).attention(k.to(type), values, seesNothing, false).slice(2, 1, 2);
        return y[0].sum();
      }, values);
      assertArrayEquals(v.meanKeep(2).unsqueeze(2).expand(2, 2, 2, 1, 7).reshape(-1).toDoubles(), y[0].toDoubles(), 1e-6);
      assertArrayEquals(v.fullLike(1.0 / 6 * 2).toDoubles(), g.of(values).toDoubles(), 1e-6);
    }
  }

  @Test void headsInsidePositionsStayThereInTheResult() {
    var y = some(1, 2, 3, 4, 5).transpose(1, 2).attention(k, v);
    assertTrue(y.transpose(1, 2).view().isContiguous());
  }

  @Test void whatDoesNotFitIsNamed() {
    assertEquals("attention: 4 heads are no multiple of 3 kv heads", assertThrows(ShapeException.class,
        () -> q.attention(some(2, 2, 3, 6, 5), some(3, 2, 3, 6, 7))).getMessage());
    assertTrue(assertThrows(ShapeException.class, () -> q.attention(v, v)).getMessage().contains("k (2, 2, 6, 7)"));
    assertTrue(assertThrows(ShapeException.class, () -> q.attention(k, v, some(4, 7, 1, 1, 1, 1), false)).getMessage()
        .contains("the mask"));
  }
}
