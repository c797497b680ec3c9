package org.vitrail.vlm.cm3;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Draws;

/**
 * Which documents of a memory are looked up for each of some documents: by its picture, by its text, or by both.
 *
 * @param byQuery for each of the ways and each document the numbers of others, the closest first
 */
public record Lookups(List<List<int[]>> byQuery) {
  /** Most documents before another. */
  public static final int MOST = 2;

  /** None for any of so many documents. */
  public static Lookups none(int documents) {
    return new Lookups(List.of(Collections.nCopies(documents, new int[0])));
  }

  /**
   * @param pictures vectors of the pictures of the documents (n, d)
   * @param texts vectors of their texts (n, d)
   * @param queries vectors of the texts as they are asked with, some of whose words may be dropped (n, d)
   */
  public static Lookups of(Memory memory, Tensor pictures, Tensor texts, Tensor queries) {
    var documents = DocumentVectors.ofBoth(texts, pictures);
    return new Lookups(List.of(memory.lookUp(pictures, documents, MOST), memory.lookUp(queries, documents, MOST),
        memory.lookUp(DocumentVectors.ofBoth(queries, pictures), documents, MOST)));
  }

  /** Up to {@code most} documents for document {@code i}, by one of the ways. */
  public int[] draw(int i, int most, Draws r) {
    var found = byQuery.get(r.below(byQuery.size())).get(i);
    return Arrays.copyOf(found, Math.min(most, found.length));
  }
}
