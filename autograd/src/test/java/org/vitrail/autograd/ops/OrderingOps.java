package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.indices;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;

final class OrderingOps {
  private OrderingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    return List.of(
        op("argsort", t -> t.argsort(1, true), x),
        op("argsort of equal elements", t -> t.argsort(-1, true), indices("3", "m n")),
        op("sort", t -> t.sort(1, false).values(), x),
        op("topk", t -> t.topk(-1, 2).values(), shape("m 5")),
        op("bottomk", t -> t.bottomk(0, 3).values(), shape("4 m n")));
  }
}
