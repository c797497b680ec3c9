package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** Compares each query with each vector: products of blocks, of which each query keeps its best. */
record ExactNeighbours(Tensor vectors) implements Neighbours {
  private static final int QUERIES = 256;
  private static final int VECTORS = 8192;

  @Override public List<List<Neighbour>> nearest(Tensor queries, int k) {
    if (queries.rank() != 2 || queries.dim(1) != vectors.dim(1)) {
      throw new IllegalArgumentException("queries of shape " + queries.shape() + " cannot be compared with vectors of "
          + vectors.dim(1) + " numbers");
    }
    int most = Math.min(k, vectors.dim(0));
    var nearest = IntStream.range(0, queries.dim(0)).mapToObj(i -> new Nearest(most)).toList();
    for (int i = 0; i < queries.dim(0); i += QUERIES) {
      for (int j = 0; j < vectors.dim(0); j += VECTORS) compare(queries, i, j, nearest);
    }
    return nearest.stream().map(Nearest::list).toList();
  }

  private void compare(Tensor queries, int row, int column, List<Nearest> nearest) {
    var some = queries.slice(0, row, Math.min(row + QUERIES, queries.dim(0)));
    var others = vectors.slice(0, column, Math.min(column + VECTORS, vectors.dim(0)));
    var products = Scope.call("products", () -> some.matmul(others.transpose(0, 1))).toFloats();
    int width = others.dim(0);
    for (int at = 0; at < products.length; at++) {
      nearest.get(row + at / width).offer(column + at % width, products[at]);
    }
  }

  /** The best so far, in order. */
  private static final class Nearest {
    private final int[] items;
    private final float[] similarities;
    private int size;

    Nearest(int most) {
      items = new int[most];
      similarities = new float[most];
    }

    void offer(int item, float similarity) {
      int at = size;
      if (size < items.length) size++;
      else if (size == 0 || similarity <= similarities[--at]) return;
      for (; at > 0 && similarities[at - 1] < similarity; at--) {
        items[at] = items[at - 1];
        similarities[at] = similarities[at - 1];
      }
      items[at] = item;
      similarities[at] = similarity;
    }

    List<Neighbour> list() {
      var list = new ArrayList<Neighbour>();
      for (int i = 0; i < size; i++) list.add(new Neighbour(items[i], similarities[i]));
      return list;
    }
  }
}
