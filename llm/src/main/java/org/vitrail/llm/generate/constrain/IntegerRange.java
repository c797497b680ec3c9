package org.vitrail.llm.generate.constrain;

import java.util.ArrayList;
import java.util.List;

/** The decimal numbers of a range of integers, without leading zeros. */
final class IntegerRange {
  private static final Part DIGIT = Part.bytes('0', '9');

  private IntegerRange() {}

  /** {@code low} to {@code high}, both included. */
  static Part of(long low, long high) {
    var parts = new ArrayList<Part>();
    if (low < 0) parts.add(Part.sequence(Part.text("-"), whole(high < 0 ? -high : 1, -low)));
    if (high >= 0) parts.add(whole(Math.max(0, low), high));
    return low > high ? Part.NEVER : Part.choice(parts);
  }

  /** {@code low} to {@code high}, neither less than 0. */
  static Part whole(long low, long high) {
    if (low > high) return Part.NEVER;
    var parts = new ArrayList<Part>();
    long from = low;
    for (int digits = Long.toString(low).length(); digits <= Long.toString(high).length(); digits++) {
      long to = digits == 19 ? high : Math.min(high, power(digits) - 1);
      parts.add(between(Long.toString(from), Long.toString(to), 0));
      from = to + 1;
    }
    return Part.choice(parts);
  }

  private static long power(int digits) {
    long p = 1;
    for (int i = 0; i < digits; i++) p *= 10;
    return p;
  }

  /** Numbers of as many digits as both have, from the i-th digit on; the digits before are equal. */
  private static Part between(String low, String high, int i) {
    int digits = low.length() - i;
    boolean isAll = low.endsWith("0".repeat(digits)) && high.endsWith("9".repeat(digits));
    if (isAll) return Part.repeat(DIGIT, digits, digits);
    char a = low.charAt(i);
    char b = high.charAt(i);
    if (a == b) return Part.sequence(Part.bytes(a, a), between(low, high, i + 1));
    int rest = digits - 1;
    var parts = new ArrayList<>(List.of(
        Part.sequence(Part.bytes(a, a), between(low, low.substring(0, i + 1) + "9".repeat(rest), i + 1)),
        Part.sequence(Part.bytes(b, b), between(high.substring(0, i + 1) + "0".repeat(rest), high, i + 1))));
    if (a + 1 < b) parts.add(Part.sequence(Part.bytes(a + 1, b - 1), Part.repeat(DIGIT, rest, rest)));
    return Part.choice(parts);
  }
}
