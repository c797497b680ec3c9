package org.vitrail.llm.train;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.vitrail.tensor.RandomStream;

/**
 * BERT's riddles (Devlin et al. 2018, section 3.1): each token that is not special is asked for with probability 0.15,
 * at least one of a text. Of those 80 % are masked, 10 % replaced by any word, 10 % left as they are.
 *
 * @param mask the token that stands for a word
 * @param words tokens that are no special ones, of which one may replace another
 */
public record Masking(int mask, int[] words) {
  private static final double ASKED = 0.15;
  private static final int NOTHING = -100;

  /** For a vocabulary of {@code size} tokens. */
  public static Masking of(int mask, int size, IntPredicate special) {
    return new Masking(mask, IntStream.range(0, size).filter(id -> id != mask && !special.test(id)).toArray());
  }

  private boolean isWord(int id) {
    return Arrays.binarySearch(words, id) >= 0;
  }

  /** Changes {@code ids} and returns what is asked of each place; −100 for nothing. */
  int[] apply(int[] ids, RandomStream random) {
    var places = IntStream.range(0, ids.length).filter(i -> isWord(ids[i])).toArray();
    var asked = Arrays.stream(places).filter(_ -> random.nextDouble() < ASKED).toArray();
    if (asked.length == 0 && places.length > 0) asked = new int[] {places[random.nextInt(places.length)]};
    var targets = new int[ids.length];
    Arrays.fill(targets, NOTHING);
    for (int i : asked) {
      targets[i] = ids[i];
      double kind = random.nextDouble();
      if (kind < 0.8) ids[i] = mask;
      else if (kind < 0.9) ids[i] = words[random.nextInt(words.length)];
    }
    return targets;
  }
}
