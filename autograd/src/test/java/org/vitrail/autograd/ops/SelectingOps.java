package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.indices;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.tensor.Tensor;

final class SelectingOps {
  private SelectingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    return List.of(
        op("slice", t -> t.slice(1, 1, -1), shape("b 5 n")),
        op("slice step", t -> t.slice(-1, 1, 100, 3), shape("m 7")),
        op("select", t -> t.select(1, -1), x),
        op("flip", t -> t.flip(0, 2), x),
        op("split", t -> t.split(-1, 2, 3).get(1), shape("b m 5")),
        op("pad", t -> t.pad(1, 2, 1, 0.5), x),
        op("pad crop", t -> t.pad(0, -1, 2, 0), shape("3 n")),
        op("rows", Tensor::rows, shape("k n"), indices("k", "b m")),
        op("gather", (t, index) -> t.gather(1, index), shape("b m n"), indices("m", "b 6 n")));
  }
}
