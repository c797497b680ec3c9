package org.vitrail.vlm.loss;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which texts of a batch are true of which pictures: the first {@code pictures} texts each of its own picture, and of
 * others whose text is the same; texts after these of none.
 *
 * @param ids for each text a number that texts share when they say the same
 */
public record Pairing(int pictures, int[] ids) {

  /** Each text of its own picture, texts that are equal of each other's; {@code wrong} texts are of none. */
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
}
