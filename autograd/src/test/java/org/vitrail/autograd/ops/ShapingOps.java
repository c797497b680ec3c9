package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

final class ShapingOps {
  private ShapingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    return List.of(
        op("reshape", t -> t.reshape(-1, t.dim(0)), x),
        op("reshape transposed", t -> t.permute(2, 0, 1).reshape(t.dim(2), -1), x),
        op("permute", t -> t.permute(2, 0, 1), x),
        op("transpose", t -> t.transpose(0, -1), x),
        op("t", Tensor::t, x),
        op("expand", t -> t.expand(2, -1, 3, -1), shape("m 1 n")),
        op("expand scalar", t -> t.expand(Shape.of(2, 3)), shape("")),
        op("squeeze", t -> t.squeeze(1), shape("m 1 n")),
        op("unsqueeze", t -> t.unsqueeze(-2), x),
        op("flatten", t -> t.flatten(0, 1), x),
        op("unflatten", t -> t.unflatten(1, 2, -1), shape("m 6 n")),
        op("cat", (a, b) -> Shaping.cat(1, a, b), shape("b m n"), shape("b k n")),
        op("stack", (a, b) -> Shaping.stack(-1, List.of(a, b)), shape("m n"), shape("m n")),
        op("copy", t -> t.t().contiguous(), x),
        op("to", t -> t.to(DType.F64).to(t.dtype()), x));
  }
}
