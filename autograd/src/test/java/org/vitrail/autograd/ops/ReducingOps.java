package org.vitrail.autograd.ops;

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
        op("logSumExp", t -> t.logSumExp(0, 2), x));
  }
}
