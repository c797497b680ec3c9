package org.vitrail.vit.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigitsTest {
  /** Digits of each class in optdigits.tes, from the repository's description of the data. */
  private static final int[] COUNTS = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};

  private final Digits digits = Digits.load();

  @Test
  void theyAreAllThere() {
    assertArrayEquals(COUNTS, counts(IntStream.range(0, digits.labels().length).toArray()));
    for (var picture : digits.pixels()) {
      assertEquals(Digits.SIZE * Digits.SIZE, picture.length);
      for (byte grey : picture) assertTrue(grey >= 0 && grey <= Digits.INK);
    }
  }

  @Test
  void theFirstIsAZero() {
    assertEquals(0, digits.labels()[0]);
    assertArrayEquals(new byte[] {
        0, 0, 5, 13, 9, 1, 0, 0,
        0, 0, 13, 15, 10, 15, 5, 0,
        0, 3, 15, 2, 0, 11, 8, 0,
        0, 4, 12, 0, 0, 8, 8, 0,
        0, 5, 8, 0, 0, 9, 8, 0,
        0, 4, 11, 0, 1, 12, 7, 0,
        0, 2, 14, 5, 10, 12, 0, 0,
        0, 0, 6, 13, 10, 0, 0, 0}, digits.pixels()[0]);
  }

  @Test
  void oneInFiveOfEachClassIsHeldOut() {
    var heldOut = digits.heldOut();
    assertEquals(355, heldOut.length);
    assertArrayEquals(IntStream.of(COUNTS).map(n -> n / 5).toArray(), counts(heldOut));
    var both = IntStream.concat(IntStream.of(digits.training()), IntStream.of(heldOut)).sorted().toArray();
    assertArrayEquals(IntStream.range(0, digits.labels().length).toArray(), both);
    assertEquals(33, heldOut[0], "the fifth 5 of the file");
  }

  private int[] counts(int[] indices) {
    var counts = new int[Digits.CLASSES];
    for (int n : indices) counts[digits.labels()[n]]++;
    return counts;
  }
}
