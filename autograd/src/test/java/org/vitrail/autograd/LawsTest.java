package org.vitrail.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.vitrail.autograd.testing.Elements;
import org.vitrail.autograd.testing.TensorDomain;
import org.vitrail.autograd.testing.TensorDomain.Pair;
import org.vitrail.autograd.testing.TensorDomain.Path;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/** Laws of broadcasting and of views, for arbitrary shapes. */
@Domain(TensorDomain.class)
class LawsTest {
  @Property(tries = 500) void aChainOfViewsAgreesWithIndexing(@ForAll Shape shape, @ForAll Path path) {
    var x = TensorDomain.plain(DType.F64, shape, 0);
    var expected = path.of(Elements.of(x));
    var actual = path.of(x);
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.values(), actual.toDoubles());
    assertArrayEquals(expected.values(), actual.contiguous().toDoubles());
  }

  @Property(tries = 200)
  void theGradientOfAChainOfViewsCountsWhereEachElementWent(@ForAll Shape shape, @ForAll Path path) {
    var x = TensorDomain.plain(DType.F64, shape, 0);
    var w = TensorDomain.plain(DType.F64, path.of(x).shape(), 1);
    var dx = Tape.gradients(() -> path.of(x.mul(1)).mul(w).sum(), x).of(x).toDoubles();
    var expected = new double[x.size()];
    var from = path.of(Elements.of(Tensor.range(x.size()).reshape(shape))).values();
    var weights = w.toDoubles();
    for (int i = 0; i < from.length; i++) expected[(int) from[i]] += weights[i];
    assertArrayEquals(expected, dx, 1e-9);
  }

  @Property(tries = 300) void broadcastingIsExpanding(@ForAll Pair pair) {
    var x = TensorDomain.plain(DType.F64, pair.x(), 0);
    var y = TensorDomain.plain(DType.F64, pair.y(), 1);
    var shape = Shape.broadcast("test", pair.x(), pair.y());
    assertEquals(shape, Shape.broadcast("test", pair.y(), pair.x()));
    var ex = Elements.of(x).expand(shape);
    var ey = Elements.of(y).expand(shape);
    assertArrayEquals(Elements.of(shape, i -> ex.at(i) - ey.at(i)).values(), x.sub(y).toDoubles());
    assertArrayEquals(x.expand(shape).mul(y.expand(shape)).toDoubles(), y.mul(x).toDoubles());
  }

  @Property(tries = 300) void sumToIsTheTransposeOfExpand(@ForAll Pair pair) {
    var shape = Shape.broadcast("test", pair.x(), pair.y());
    var x = TensorDomain.plain(DType.F64, pair.x(), 0);
    var y = TensorDomain.plain(DType.F64, shape, 1);
    assertEquals(x.expand(shape).mul(y).sum().item(), x.mul(y.sumTo(x.shape())).sum().item(), 1e-8);
  }

  @Property(tries = 300) void shapesThatDoNotBroadcastAreRefused(@ForAll Shape x, @ForAll Shape y) {
    boolean fits = true;
    for (int i = 1; i <= Math.min(x.rank(), y.rank()); i++) {
      fits &= x.dim(-i) == y.dim(-i) || x.dim(-i) == 1 || y.dim(-i) == 1;
    }
    if (fits) Shape.broadcast("add", x, y);
    else assertThrows(ShapeException.class, () -> Shape.broadcast("add", x, y));
  }

  @Property(tries = 300) void copyingAndTruncatingToIntegersKeepsOrder(@ForAll Tensor x) {
    var truncated = x.to(DType.I32).toInts();
    var values = x.toDoubles();
    for (int i = 0; i < values.length; i++) assertEquals((int) values[i], truncated[i]);
  }
}
