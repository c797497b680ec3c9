package org.vitrail.cli.report;

import java.util.Locale;
import java.util.stream.Collectors;

/** JSON for the script of a report. */
final class Script {
  private Script() {}

  /** A string that is safe inside a script element. */
  static String string(String plain) {
    return plain.chars().mapToObj(c -> c < ' ' || "\"\\<>&\u2028\u2029".indexOf(c) >= 0
        ? String.format("\\u%04x", c) : String.valueOf((char) c)).collect(Collectors.joining("", "\"", "\""));
  }

  /** Five significant digits, as JSON and people read them. */
  static String number(double x) {
    if (x == Math.rint(x) && Math.abs(x) < 1e9) return String.valueOf((long) x);
    return String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.4e", x)));
  }
}
