package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.mask;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.many;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.tensor.Tensor;

final class AttendingOps {
  private AttendingOps() {}

  static List<OpTest> lines() {
    var q = shape("b h t d");
    var k = shape("b h 3 d");
    var v = shape("b h 3 2");
    return List.of(
        op("attention", Tensor::attention, q, k, v),
        op("attention causal", (x, y, z) -> x.attention(y, z, null, true), q, k, v),
        op("attention scaled", (x, y, z) -> x.attention(y, z, null, false, 1.3), q, k, v),
        op("attention grouped", Tensor::attention, shape("b 4 t d"), shape("b 2 3 d"), shape("b 2 3 d")),
        many("attention mask", t -> t.get(0).attention(t.get(1), t.get(2), t.get(3), true), q, k, v, shape("h t 3")),
        many("attention mask of each key", t -> t.get(0).attention(t.get(1), t.get(2), t.get(3), false), q, k, v,
            shape("b 1 1 3")),
        op("packedAttention", x -> x.packedAttention(2, 2, null, false), shape("b t 12")),
        op("packedAttention grouped", x -> x.packedAttention(4, 1, null, true), shape("b t 12")),
        op("packedAttention mask", (x, m) -> x.packedAttention(2, 2, m, false), shape("b t 12"),
            shape("t t").constant()),
        many("attention yes or no", t -> t.get(0).attention(t.get(1), t.get(2), t.get(3), false), q, k, v,
            mask("b 1 t 3")),
        op("packedAttention yes or no", (x, m) -> x.packedAttention(2, 2, m, false), shape("b 3 12"), mask("b 1 3 3")),
        many("multiHeadAttention", t -> t.get(0).multiHeadAttention(t.get(1), t.get(1), 2, t.get(2), t.get(3), t.get(4),
            t.get(5), null), shape("b t 4"), shape("b 3 4"), shape("12 4"), shape("12"), shape("4 4"), shape("4")),
        op("normedHeads", (x, w, b) -> x.normedHeads(w, b, 1e-2, null, null, false), shape("b t 10"), shape("2 4"),
            shape("2 4")),
        many("normedHeads turned", t -> t.get(0).normedHeads(t.get(1), t.get(2), 1e-2, t.get(3), t.get(4), false),
            shape("b t 12"), shape("2 4"), shape("2 4"), shape("t 1 2").constant(), shape("t 1 2").constant()),
        many("normedHeads interleaved", t -> t.get(0).normedHeads(t.get(1), t.get(2), 1e-2, t.get(3), t.get(4), true),
            shape("b t 8"), shape("2 4"), shape("2 4"), shape("b t 1 2").constant(), shape("b t 1 2").constant()),
        op("rotary", (x, cos, sin) -> x.rotary(cos, sin, false), shape("b h t 6"), shape("b 1 t 3"), shape("t 3")),
        op("rotary interleaved", (x, cos, sin) -> x.rotary(cos, sin, true), shape("b h t 6"), shape("t 3"),
            shape("t 3")));
  }
}
