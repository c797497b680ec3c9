package org.vitrail.vlm.loss;

import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Tensor;

/**
 * Which texts of a batch are true of which pictures: the first {@code pictures} texts each of its own picture, and of
 * others whose text is the same; texts after these of none.
 *
 * @param ids for each text a number that texts share when they say the same
 */
public record Pairing(int pictures, int[] ids) {

  public Pairing {
    if (pictures < 1 || pictures > ids.length) {
      throw new IllegalArgumentException("a pairing of " + pictures + " pictures with " + ids.length
          + " texts: there must be a picture, and a text for each");
    }
  }

  /** Each text of its own picture, texts that are equal of each other's; {@code wrong} more texts are of none. */
  public static Pairing of(List<String> texts, int wrong) {
    int n = texts.size();
    return new Pairing(n, IntStream.range(0, n + wrong).map(j -> j < n ? texts.indexOf(texts.get(j)) : j).toArray());
  }

  /** Row n matches column n and nothing else. */
  public static Pairing diagonal(int n) {
    return new Pairing(n, IntStream.range(0, n).toArray());
  }

  public int texts() {
    return ids.length;
  }

  public boolean fits(int picture, int text) {
    return text < pictures && ids[picture] == ids[text];
  }

  /**
   * 1 where a picture fits a text, else 0, of the pictures from {@code picture} on and the texts from {@code text} on;
   * in the shape and the type of {@code scores}.
   */
  Tensor fits(Tensor scores, int picture, int text) {
    int rows = scores.dim(0);
    int columns = scores.dim(1);
    var fits = new int[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) fits[i * columns + j] = fits(picture + i, text + j) ? 1 : 0;
    }
    return scores.intsHere(fits, rows, columns).to(scores.dtype());
  }

  /**
   * The least that {@link Softmax} without smoothing can come down to: the mean over pictures of the logarithm of how
   * many texts fit.
   */
  public double floor() {
    var counts = new HashMap<Integer, Integer>();
    for (int i = 0; i < pictures; i++) counts.merge(ids[i], 1, Integer::sum);
    return counts.values().stream().mapToDouble(count -> count * Math.log(count)).sum() / pictures;
  }
}
