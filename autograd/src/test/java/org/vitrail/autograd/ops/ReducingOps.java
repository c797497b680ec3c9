package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.of;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

final class ReducingOps {
  private ReducingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    var zeros = Tensor.of(new double[] {2, 0, -3, 1, 0, 4, 0, 5, -1, 2, 3, 4}, 3, 4);
    return List.of(
        op("sum", t -> t.sum(1), x),
        op("sum all", Tensor::sum, x),
        op("sumKeep", t -> t.sumKeep(0, 2), x),
        op("sumTo", t -> t.sumTo(Shape.of(t.dim(1), 1)), x),
        op("mean", t -> t.mean(-1), x),
        op("meanKeep", t -> t.meanKeep(0), x),
        op("variance", t -> t.variance(1, 0, 2), shape("2 m 3")),
        op("varianceKeep", t -> t.varianceKeep(0, 1), x),
        op("max", t -> t.max(1), x),
        op("maxKeep", t -> t.maxKeep(0, 2), x),
        op("min", t -> t.min(-1), x),
        op("minKeep", t -> t.minKeep(), x),
        op("argmax", t -> t.argmax(1), x),
        op("argmin", t -> t.argmin(-1), x),
        op("logSumExp", t -> t.logSumExp(0, 2), x),
        op("prod", t -> t.prod(1), x),
        op("prod zeros", t -> t.prod(-1), of(zeros)),
        op("prodKeep", t -> t.prodKeep(0, 2), shape("2 m 3")),
        op("std", t -> t.std(1, 0), shape("5 m")),
        op("stdKeep", t -> t.stdKeep(0, 1, 2), shape("m 3 2")),
        op("norm", t -> t.norm(2, 1), x),
        op("norm of p = 1", t -> t.norm(1, 0, 2), x),
        op("norm of p = 3", t -> t.norm(3), x),
        op("norm of p = 0.5", t -> t.norm(0.5, -1), x),
        op("norm of p = 0", t -> t.norm(0, -1), of(zeros).constant()),
        op("normKeep", t -> t.normKeep(Double.POSITIVE_INFINITY, 1), x),
        op("cumsum", t -> t.cumsum(1), x),
        op("cumprod", t -> t.cumprod(1), x),
        op("cumprod zeros", t -> t.cumprod(-1), of(zeros)));
  }
}
