package org.vitrail.llm.token.regex;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A set of Unicode code points: those at which an odd number of the ascending {@code bounds} has been passed. */
public final class CodePoints {
  private static final int END = Character.MAX_CODE_POINT + 1;
  private static final int LARGE = 1000;
  public static final CodePoints NONE = new CodePoints();
  public static final CodePoints ALL = new CodePoints(0);

  private final int[] bounds;

  private CodePoints(int... bounds) {
    this.bounds = bounds;
  }

  /** From {@code first} to {@code last}, both included. */
  public static CodePoints range(int first, int last) {
    return new CodePoints(first, last + 1);
  }

  public static CodePoints of(int... codePoints) {
    return Arrays.stream(codePoints).mapToObj(c -> range(c, c)).reduce(NONE, CodePoints::or);
  }

  /** All for which {@code test} holds. */
  public static CodePoints where(IntPredicate test) {
    return new CodePoints(IntStream.range(0, END)
        .filter(c -> test.test(c) != (c > 0 && test.test(c - 1))).toArray());
  }

  public boolean contains(int codePoint) {
    int i = Arrays.binarySearch(bounds, codePoint);
    return ((i >= 0 ? i + 1 : -i - 1) & 1) == 1;
  }

  public CodePoints or(CodePoints other) {
    return combine(other, 0b1110);
  }

  public CodePoints and(CodePoints other) {
    return combine(other, 0b1000);
  }

  public CodePoints not() {
    return combine(ALL, 0b0010);
  }

  /** @param table bit 2a + b says whether a code point is in the result that is in this set (a) and in the other (b) */
  private CodePoints combine(CodePoints other, int table) {
    var result = new int[bounds.length + other.bounds.length];
    int size = 0;
    for (int i = 0, j = 0; i < bounds.length || j < other.bounds.length; ) {
      int a = i < bounds.length ? bounds[i] : END;
      int b = j < other.bounds.length ? other.bounds[j] : END;
      if (a <= b) i++;
      if (b <= a) j++;
      boolean in = (table >> 2 * (i & 1) + (j & 1) & 1) == 1;
      if (in != ((size & 1) == 1)) result[size++] = Math.min(a, b);
    }
    return new CodePoints(Arrays.copyOf(result, size));
  }

  /**
   * The set with the other case of each of its letters, by simple folding; large sets are taken to have them already.
   */
  CodePoints ignoringCase() {
    if (members().limit(LARGE).count() == LARGE) return this;
    var result = or(of(members().flatMap(c -> IntStream.of(
        Character.toUpperCase(c), Character.toTitleCase(c),
        Character.toLowerCase(c), Character.toLowerCase(Character.toUpperCase(c)))).distinct().toArray()));
    if (result.contains('s')) result = result.or(of(0x17F));
    if (result.contains('k')) result = result.or(of(0x212A));
    return result;
  }

  private IntStream members() {
    return IntStream.range(0, (bounds.length + 1) / 2)
        .flatMap(i -> IntStream.range(bounds[2 * i], 2 * i + 1 < bounds.length ? bounds[2 * i + 1] : END));
  }

  /** The bounds: where code points begin or cease to be in the set. */
  int[] bounds() {
    return bounds;
  }

  @Override public boolean equals(Object other) {
    return other instanceof CodePoints set && Arrays.equals(bounds, set.bounds);
  }

  @Override public int hashCode() {
    return Arrays.hashCode(bounds);
  }
}
