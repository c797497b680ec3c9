package org.vitrail.llm.generate.constrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A set of characters: ranges in rising order with gaps between them. Halves of surrogate pairs are in no set. */
record CodePoints(List<Range> ranges) {
  static final CodePoints ALL = of(0, Character.MAX_CODE_POINT);

  /** {@code low} to {@code high}, both included. */
  record Range(int low, int high) {}

  static CodePoints of(int low, int high) {
    return new CodePoints(List.of(new Range(low, high))).normal();
  }

  /** Each character of {@code text}. */
  static CodePoints of(String text) {
    return new CodePoints(text.codePoints().mapToObj(c -> new Range(c, c)).toList()).normal();
  }

  static CodePoints union(CodePoints... sets) {
    return new CodePoints(Arrays.stream(sets).flatMap(set -> set.ranges.stream()).toList()).normal();
  }

  CodePoints not() {
    var gaps = new ArrayList<Range>();
    int from = 0;
    for (var range : ranges) {
      if (range.low > from) gaps.add(new Range(from, range.low - 1));
      from = range.high + 1;
    }
    if (from <= Character.MAX_CODE_POINT) gaps.add(new Range(from, Character.MAX_CODE_POINT));
    return new CodePoints(gaps).normal();
  }

  CodePoints without(CodePoints others) {
    return union(not(), others).not();
  }

  boolean contains(int c) {
    return ranges.stream().anyMatch(range -> range.low <= c && c <= range.high);
  }

  /** In order, joined where they touch, without surrogates. */
  private CodePoints normal() {
    var joined = new ArrayList<Range>();
    ranges.stream().flatMap(range -> List.of(
            new Range(range.low, Math.min(range.high, Character.MIN_SURROGATE - 1)),
            new Range(Math.max(range.low, Character.MAX_SURROGATE + 1), range.high)).stream())
        .filter(range -> range.low <= range.high).sorted(Comparator.comparingInt(Range::low)).forEach(range -> {
          if (joined.isEmpty() || joined.getLast().high + 1 < range.low) {
            joined.add(range);
          } else {
            var last = joined.removeLast();
            joined.add(new Range(last.low, Math.max(last.high, range.high)));
          }
        });
    return new CodePoints(joined);
  }
}
