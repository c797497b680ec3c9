package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.indices;
import static org.vitrail.autograd.testing.Input.mask;
import static org.vitrail.autograd.testing.Input.of;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.tensor.Tensor;

final class IndexingOps {
  private IndexingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    var places = of(Tensor.of(new int[] {3, 1, 0, 2, 2, 0}, 3, 2));
    return List.of(
        op("rows", Tensor::rows, shape("k n"), indices("k", "b m")),
        op("indexSelect", (t, ids) -> t.indexSelect(1, ids), x, indices("m", "6")),
        op("indexAdd", (t, ids, src) -> t.indexAdd(1, ids, src), x, indices("m", "6"), shape("b 6 n")),
        op("gather", (t, index) -> t.gather(1, index), x, indices("m", "b 6 n")),
        op("takeAlong", (t, index) -> t.takeAlong(1, index), x, indices("m", "b 2 1")),
        op("scatter", (t, index, src) -> t.scatter(1, index, src), shape("3 4"), places, shape("3 2")),
        op("scatterAdd", (t, index, src) -> t.scatterAdd(1, index, src), x, indices("m", "b 6 n"), shape("b 6 n")),
        op("index", (t, i, j) -> t.index(i, null, j), x, indices("b", "6"), indices("n", "2 1")),
        op("index of one run", (t, i, j) -> t.index(null, i, j), x, indices("m", "6"), indices("n", "6")),
        op("maskedSelect", Tensor::maskedSelect, x, mask("m n")),
        op("maskedScatter", (t, mask, src) -> t.maskedScatter(mask, src), x, mask("m n"), shape("b m n")),
        op("oneHot", ids -> ids.oneHot(7), indices("7", "m n")));
  }
}
