package org.vitrail.vlm.cm3;

import java.util.List;
import org.vitrail.tensor.Tensor;

/** Finds which of many vectors of length 1 are closest to others: those of the greatest scalar product. */
public interface Neighbours {

  /** A vector by number, and its scalar product with the query. */
  record Neighbour(int item, float similarity) {}

  /** The {@code k} closest, or all if there are fewer, to each of some queries (m, d); the closest first. */
  List<List<Neighbour>> nearest(Tensor queries, int k);

  /**
   * Finds them by comparing each query with each vector, block by block. Of equal ones the earlier is closer.
   *
   * @param vectors (n, d)
   */
  static Neighbours exact(Tensor vectors) {
    return new ExactNeighbours(vectors);
  }
}
