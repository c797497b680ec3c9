package org.vitrail.hnsw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.cm3.Neighbours;

class HnswNeighboursTest {
  private static Tensor vectors(int n, String name) {
    return RandomStream.of(7).at(name).normal(Shape.of(n, 32), 0, 1).l2Normalize(-1);
  }

  /** Random vectors, which have no clusters, are the hardest to search. */
  @Test void tenOfTheClosestAreAlmostAlwaysFound() {
    var vectors = vectors(5000, "vectors");
    var queries = vectors(200, "queries");
    var exact = Neighbours.exact(vectors).nearest(queries, 10);
    try (var graph = HnswNeighbours.of(vectors)) {
      var found = graph.nearest(queries, 10);
      int right = 0;
      for (int i = 0; i < 200; i++) {
        assertEquals(10, found.get(i).size());
        for (var neighbour : found.get(i)) {
          for (var truth : exact.get(i)) {
            if (truth.item() != neighbour.item()) continue;
            right++;
            assertEquals(truth.similarity(), neighbour.similarity(), 1e-5);
          }
        }
      }
      assertTrue(right / 2000.0 >= 0.98, "recall " + right / 2000.0);
    }
  }

  @Test void everyVectorFindsItself() {
    var vectors = vectors(3000, "vectors");
    try (var graph = HnswNeighbours.of(vectors)) {
      var found = graph.nearest(vectors.slice(0, 0, 100), 1);
      for (int i = 0; i < 100; i++) {
        assertEquals(i, found.get(i).getFirst().item());
        assertEquals(1, found.get(i).getFirst().similarity(), 1e-5);
      }
    }
  }

  @Test void fewVectorsAreAllFoundAndOthersRefused() {
    try (var graph = HnswNeighbours.of(vectors(3, "few"))) {
      assertEquals(3, graph.nearest(vectors(1, "query"), 10).getFirst().size());
      assertThrows(IllegalArgumentException.class, () -> graph.nearest(Tensor.zeros(1, 8), 1));
    }
  }
}
