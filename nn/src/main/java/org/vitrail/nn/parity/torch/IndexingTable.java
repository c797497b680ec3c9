package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;
import static org.vitrail.nn.parity.torch.Library.method;

import java.util.Arrays;
import org.vitrail.tensor.Tensor;

/** Elements read and written at computed places. */
final class IndexingTable {
  private IndexingTable() {}

  static void define() {
    method("gather(input, dim, index)", a -> a.tensor("input").gather(a.integer("dim"), a.tensor("index")));
    method("take_along_dim(input, indices, dim=None)", a -> a.isNone("dim")
        ? a.tensor("input").reshape(-1).gather(0, a.tensor("indices").reshape(-1))
        : a.tensor("input").takeAlong(a.integer("dim"), a.tensor("indices")));
    method("index_select(input, dim, index)", a -> a.tensor("input").indexSelect(a.integer("dim"), a.tensor("index")));
    method("index_add(input, dim, index, source, alpha=1)", a -> a.tensor("input")
        .indexAdd(a.integer("dim"), a.tensor("index"), a.tensor("source").mul(a.number("alpha"))));
    method("scatter(input, dim, index, src)",
        a -> a.tensor("input").scatter(a.integer("dim"), a.tensor("index"), source(a)));
    method("scatter_add(input, dim, index, src)",
        a -> a.tensor("input").scatterAdd(a.integer("dim"), a.tensor("index"), source(a)));
    method("masked_select(input, mask)", a -> a.tensor("input").maskedSelect(a.tensor("mask")));
    method("masked_scatter(input, mask, source)",
        a -> a.tensor("input").maskedScatter(a.tensor("mask"), a.tensor("source")));
    functional("one_hot(tensor, num_classes=-1)", a -> {
      var ids = a.tensor("tensor");
      int classes = a.integer("num_classes");
      return ids.oneHot(classes >= 0 ? classes : Arrays.stream(ids.toInts()).max().orElse(-1) + 1);
    });
    functional("embedding(input, weight, padding_idx=None)", IndexingTable::embedding);
  }

  /** A number or the leading part of a tensor, in the shape of the index. */
  private static Tensor source(Arguments a) {
    var index = a.tensor("index");
    if (!(a.get("src") instanceof Tensor src)) {
      return a.tensor("input").scalarLike(a.number("src")).expand(index.shape());
    }
    for (int axis = 0; axis < index.rank(); axis++) src = src.slice(axis, 0, index.dim(axis));
    return src;
  }

  /** No gradient reaches row {@code padding_idx}. */
  private static Tensor embedding(Arguments a) {
    var table = a.tensor("weight");
    if (!a.isNone("padding_idx")) {
      int rows = table.dim(0);
      var row = table.intsHere(new int[] {Math.floorMod(a.integer("padding_idx"), rows)}, 1);
      table = row.oneHot(rows).reshape(rows, 1).where(table.detach(), table);
    }
    return table.rows(a.tensor("input"));
  }
}
