package org.vitrail.llm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.tensor.RandomStream;

class MaskingTest {
  private static final Masking MASKING = Masking.of(4, 1000, id -> id < 5);

  /** A replacement is by chance the word itself once in a thousand. */
  @Test void hidesEightyReplacesTenAndLeavesTenOfAHundred() {
    var random = RandomStream.of(1);
    int masked = 0;
    int replaced = 0;
    int left = 0;
    int words = 0;
    while (masked + replaced + left < 100_000) {
      var ids = random.ints(100, 5, 1000).toArray();
      var before = ids.clone();
      var targets = MASKING.apply(ids, random);
      words += ids.length;
      for (int i = 0; i < ids.length; i++) {
        if (targets[i] == -100) {
          assertEquals(before[i], ids[i]);
          continue;
        }
        assertEquals(before[i], targets[i]);
        if (ids[i] == 4) masked++;
        else if (ids[i] == before[i]) left++;
        else replaced++;
      }
    }
    double asked = masked + replaced + left;
    assertEquals(0.15, asked / words, 0.005);
    assertEquals(0.8, masked / asked, 0.005);
    assertEquals(0.1, replaced / asked, 0.005);
    assertEquals(0.1, left / asked, 0.005);
  }

  @Test void asksSomethingOfEveryTextButNeverOfSpecialTokens() {
    for (int i = 0; i < 200; i++) {
      var targets = MASKING.apply(new int[] {2, 7, 9, 3, 0}, RandomStream.of(i));
      assertTrue(targets[1] == 7 || targets[2] == 9);
      assertArrayEquals(new int[] {-100, -100, -100}, new int[] {targets[0], targets[3], targets[4]});
    }
  }

  @Test void aBatchIsFilledUpWithPadding() {
    var texts = IntStream.range(0, 20)
        .mapToObj(i -> i % 2 == 0 ? new int[] {2, 7, 3} : new int[] {2, 7, 8, 3}).toList();
    var batch = SeparateTexts.masked(texts, 8, 0, MASKING).batches(18, 1).get(0);
    var ids = batch.ids();
    assertEquals(List.of(18, 4), Arrays.stream(ids.shape().sizes()).boxed().toList());
    for (int i = 0; i < 18; i++) {
      boolean shorter = ids.get(i, 2) == 3;
      if (shorter) assertEquals(0, ids.get(i, 3));
      if (shorter) assertEquals(-100, batch.targets().get(i, 3));
    }
  }
}
