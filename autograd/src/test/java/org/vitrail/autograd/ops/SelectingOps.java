package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;

final class SelectingOps {
  private SelectingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    return List.of(
        op("slice", t -> t.slice(1, 1, -1), shape("b 5 n")),
        op("slices that overlap", t -> t.slice(1, 0, 4).mul(t.slice(1, 1, 5)).add(t.slice(1, 1, 5)), shape("b 5 n")),
        op("slice step", t -> t.slice(-1, 1, 100, 3), shape("m 7")),
        op("select", t -> t.select(1, -1), x),
        op("flip", t -> t.flip(0, 2), x),
        op("split", t -> t.split(-1, 2, 3).get(1), shape("b m 5")),
        op("pad", t -> t.pad(1, 2, 1, 0.5), x),
        op("pad crop", t -> t.pad(0, -1, 2, 0), shape("3 n")),
        op("padReplicate", t -> t.padReplicate(1, 2, 3), x),
        op("padReflect", t -> t.padReflect(0, 2, 1), shape("3 n")),
        op("chunk", t -> t.chunk(-1, 3).get(2), shape("m 5")),
        op("unbind", t -> t.unbind(1).getLast(), x),
        op("diagonal", t -> t.diagonal(0, -1), shape("m n m")),
        op("tril", t -> t.tril(-1), x),
        op("triu", t -> t.triu(1), x));
  }
}
