package org.vitrail.llm.generate.constrain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a character of a set is written in bytes. */
@FunctionalInterface
interface Spelling {
  Part of(CodePoints set);

  /** As UTF-8. */
  Spelling UTF8 = set -> {
    var sequences = new ArrayList<Part>();
    for (var range : set.ranges()) utf8(range.low(), range.high(), sequences);
    return sequences.isEmpty() ? Part.NEVER : Part.choice(sequences);
  };

  /** As in a JSON string (RFC 8259, section 7): some characters stand behind a backslash. */
  Spelling JSON = set -> {
    var parts = new ArrayList<Part>();
    var raw = set.without(Escapes.NEEDED);
    if (!raw.ranges().isEmpty()) parts.add(UTF8.of(raw));
    for (int c = 0; c <= '\\'; c++) {
      if (set.contains(c) && Escapes.NEEDED.contains(c)) parts.add(Part.text(Escapes.of(c)));
    }
    return parts.isEmpty() ? Part.NEVER : Part.choice(parts);
  };

  /** Characters that JSON cannot hold as they are. */
  final class Escapes {
    static final CodePoints NEEDED = CodePoints.union(CodePoints.of(0, 0x1F), CodePoints.of("\"\\"));

    private Escapes() {}

    static String of(int c) {
      return switch (c) {
        case '"', '\\' -> "\\" + (char) c;
        case '\b' -> "\\b";
        case '\f' -> "\\f";
        case '\n' -> "\\n";
        case '\r' -> "\\r";
        case '\t' -> "\\t";
        default -> NEEDED.contains(c) ? String.format("\\u%04x", c) : Character.toString(c);
      };
    }

    /** {@code text} as a JSON string. */
    static String quote(String text) {
      return text.codePoints().mapToObj(Escapes::of).collect(Collectors.joining("", "\"", "\""));
    }
  }

  /** Splits a range until each part is one sequence of byte ranges (Cox, "Regular expression matching", 2010). */
  private static void utf8(int low, int high, List<Part> sequences) {
    for (int last : new int[] {0x7F, 0x7FF, 0xFFFF}) {
      if (low <= last && last < high) {
        utf8(low, last, sequences);
        utf8(last + 1, high, sequences);
        return;
      }
    }
    for (int bits = 6; high > 0x7F && bits <= 18; bits += 6) {
      int mask = (1 << bits) - 1;
      if ((low & ~mask) == (high & ~mask)) continue;
      int split = (low & mask) != 0 ? low | mask : (high & mask) != mask ? (high & ~mask) - 1 : high;
      if (split == high) continue;
      utf8(low, split, sequences);
      utf8(split + 1, high, sequences);
      return;
    }
    var first = Character.toString(low).getBytes(StandardCharsets.UTF_8);
    var last = Character.toString(high).getBytes(StandardCharsets.UTF_8);
    var bytes = new Part[first.length];
    for (int i = 0; i < bytes.length; i++) bytes[i] = Part.bytes(first[i] & 0xFF, last[i] & 0xFF);
    sequences.add(Part.sequence(bytes));
  }
}
