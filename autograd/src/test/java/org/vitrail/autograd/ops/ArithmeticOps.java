package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.indices;
import static org.vitrail.autograd.testing.Input.mask;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.tensor.Tensor;

final class ArithmeticOps {
  private ArithmeticOps() {}

  static List<OpTest> lines() {
    return List.of(
        op("add", Tensor::add, shape("b m n"), shape("m 1")),
        op("add number", x -> x.add(0.3), shape("m n")),
        op("sub", Tensor::sub, shape("m 1"), shape("b 1 n")),
        op("sub number", x -> x.sub(0.3), shape("m n")),
        op("mul", Tensor::mul, shape("b m n"), shape("n")),
        op("mul number", x -> x.mul(-1.7), shape("m n")),
        op("mul itself", x -> x.mul(x), shape("m n")),
        op("div", Tensor::div, shape("b m n"), shape("m 1").in(0.5, 2)),
        op("div number", x -> x.div(-1.7), shape("m n")),
        op("neg", Tensor::neg, shape("m n")),
        op("pow", Tensor::pow, shape("m n").in(0.3, 2), shape("b 1 n")),
        op("maximum", Tensor::maximum, shape("b m n"), shape("m n")),
        op("minimum", Tensor::minimum, shape("b m n"), shape("m n")),
        op("eq", Tensor::eq, indices("3", "m n"), indices("3", "n")),
        op("ne", Tensor::ne, indices("3", "m n"), indices("3", "n")),
        op("lt", Tensor::lt, shape("m n"), shape("n")),
        op("le", Tensor::le, shape("m n"), shape("n")),
        op("gt", Tensor::gt, shape("m n"), shape("n")),
        op("ge", Tensor::ge, shape("m n"), shape("n")),
        op("eq number", x -> x.eq(1), indices("3", "m n")),
        op("ne number", x -> x.ne(1), indices("3", "m n")),
        op("lt number", x -> x.lt(0.1), shape("m n")),
        op("gt number", x -> x.gt(0.1), shape("m n")),
        op("where", Tensor::where, mask("m n"), shape("b 1 n"), shape("n")),
        op("maskedFill", (x, mask) -> x.maskedFill(mask, -5), shape("b m n"), mask("m n")));
  }
}
