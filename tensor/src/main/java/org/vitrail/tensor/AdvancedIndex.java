package org.vitrail.tensor;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/** {@code x[i, :, j]} with index tensors: the indexed axes become the rows of a table. */
final class AdvancedIndex {
  private AdvancedIndex() {}

  static Tensor of(Tensor x, Tensor... indices) {
    if (indices.length > x.rank()) {
      throw new ShapeException("index: " + indices.length + " indices for " + x.shape());
    }
    var indexed = IntStream.range(0, indices.length).filter(axis -> indices[axis] != null).toArray();
    if (indexed.length == 0) return x;
    var whole = IntStream.range(0, x.rank()).filter(axis -> Arrays.binarySearch(indexed, axis) < 0).toArray();
    var common = Arrays.stream(indices).filter(Objects::nonNull).map(Tensor::shape)
        .reduce((a, b) -> Shape.broadcast("index", a, b)).orElseThrow();
    var rest = Arrays.stream(whole).map(x::dim).toArray();
    var table = x.permute(concat(indexed, whole)).reshape(product(x, indexed), product(x, whole));
    var places = x.intsHere(places(x, indices, indexed, common), common.size());
    var y = table.rows(places).reshape(Shape.of(concat(common.sizes(), rest)));
    int first = isOneRun(indexed) ? indexed[0] : 0;
    return y.permute(behind(first, common.rank(), y.rank()));
  }

  /** The row of the table that each element of the broadcast indices means; negative ones count from the end. */
  private static int[] places(Tensor x, Tensor[] indices, int[] indexed, Shape common) {
    var places = new int[common.size()];
    for (int axis : indexed) {
      int n = x.dim(axis);
      var ids = indices[axis].expand(common).toInts();
      for (int i = 0; i < places.length; i++) {
        if (ids[i] < -n || ids[i] >= n) {
          throw new ShapeException("index: " + ids[i] + " is outside axis " + axis + " of " + x.shape());
        }
        places[i] = places[i] * n + Math.floorMod(ids[i], n);
      }
    }
    return places;
  }

  /** Moves {@code count} leading axes behind the {@code first} axes that follow them. */
  private static int[] behind(int first, int count, int rank) {
    return concat(concat(IntStream.range(count, count + first).toArray(), IntStream.range(0, count).toArray()),
        IntStream.range(count + first, rank).toArray());
  }

  private static boolean isOneRun(int[] axes) {
    return axes[axes.length - 1] - axes[0] == axes.length - 1;
  }

  private static int product(Tensor x, int[] axes) {
    return Arrays.stream(axes).map(x::dim).reduce(1, (a, b) -> a * b);
  }

  private static int[] concat(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }
}
