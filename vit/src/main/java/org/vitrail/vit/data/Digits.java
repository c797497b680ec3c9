package org.vitrail.vit.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Handwritten digits: 1,797 grey pictures of 8 x 8 pixels, written by 13 people.
 *
 * <p>Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
 * 1998, doi 10.24432/C50P49, CC BY 4.0; the test part, as distributed with scikit-learn.
 *
 * <p>One digit in five is held out for testing: of each class every fifth, in the order of the file, so that the
 * classes are as frequent in both parts. The order of the file alone would not do, for in places it counts from 0 to 9.
 *
 * @param pixels (1797, 64) grey levels from 0, paper, to {@link #INK}, row by row from the top left
 * @param labels (1797) the digits that are meant, 0 to 9
 */
public record Digits(byte[][] pixels, int[] labels) {
  /** The width and the height of a picture, in pixels. */
  public static final int SIZE = 8;
  /** The greatest grey level. */
  public static final int INK = 16;
  /** The number of different digits. */
  public static final int CLASSES = 10;

  private static final int ONE_IN = 5;

  /** Reads the digits from the library itself. */
  public static Digits load() {
    try (var resource = Digits.class.getResourceAsStream("digits.csv.gz"); var text = new GZIPInputStream(resource)) {
      var lines = new String(text.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      var digits = new Digits(new byte[lines.size()][SIZE * SIZE], new int[lines.size()]);
      for (int n = 0; n < lines.size(); n++) {
        var values = lines.get(n).split(",");
        for (int i = 0; i < SIZE * SIZE; i++) digits.pixels[n][i] = Byte.parseByte(values[i]);
        digits.labels[n] = Integer.parseInt(values[SIZE * SIZE]);
      }
      return digits;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The indices of the digits to train on, in ascending order. */
  public int[] training() {
    return part(false);
  }

  /** The indices of the digits held out for testing, in ascending order: 355 of 1,797. */
  public int[] heldOut() {
    return part(true);
  }

  private int[] part(boolean heldOut) {
    var seen = new int[CLASSES];
    return IntStream.range(0, labels.length).filter(n -> (++seen[labels[n]] % ONE_IN == 0) == heldOut).toArray();
  }
}
