package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vlm.cm3.Neighbours.Neighbour;

/**
 * Documents that are looked up for others (Yasunaga et al. 2022, section 3.2). Of those close to a query it takes the
 * closest that are neither almost the document itself nor almost one that is taken already, so that they tell something
 * new.
 *
 * @param neighbours how those close to a query are found
 * @param vectors of the documents (n, d), see {@link DocumentVectors}
 */
public record Memory(Neighbours neighbours, Tensor vectors) {
  /** Documents of a greater scalar product are almost the same. */
  public static final double SAME = 0.9;
  /** One word of so many is dropped. */
  private static final int DROPPED = 5;
  private static final int CANDIDATES = 64;

  /** With every document compared. */
  public static Memory of(Tensor vectors) {
    return new Memory(Neighbours.exact(vectors), vectors);
  }

  /**
   * Up to {@code k} documents for each query, the closest first.
   *
   * @param queries vectors of what is known of the documents: of the text, of the picture or of both (m, d)
   * @param documents vectors of the documents themselves, which they must not be like (m, d); the queries where no more
   *     is known
   */
  public List<int[]> lookUp(Tensor queries, Tensor documents, int k) {
    var found = neighbours.nearest(queries, CANDIDATES);
    var known = documents.toFloats();
    var all = vectors.toFloats();
    int d = vectors.dim(1);
    return IntStream.range(0, found.size())
        .mapToObj(i -> choose(found.get(i), Arrays.copyOfRange(known, i * d, (i + 1) * d), all, k)).toList();
  }

  private static int[] choose(List<Neighbour> candidates, float[] document, float[] all, int k) {
    var taken = IntStream.builder();
    var avoided = new ArrayList<float[]>(List.of(document));
    for (var candidate : candidates) {
      if (avoided.size() > k) break;
      int at = candidate.item() * document.length;
      var vector = Arrays.copyOfRange(all, at, at + document.length);
      if (candidate.similarity() > SAME || avoided.stream().anyMatch(other -> product(vector, other) > SAME)) continue;
      taken.add(candidate.item());
      avoided.add(vector);
    }
    return taken.build().toArray();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  /** A query of which each word is dropped with probability 0.2, unless none were left. */
  public static String drop(String query, Draws r) {
    var left = Arrays.stream(query.split(" ")).filter(word -> r.below(DROPPED) > 0).toList();
    return left.isEmpty() ? query : String.join(" ", left);
  }
}
