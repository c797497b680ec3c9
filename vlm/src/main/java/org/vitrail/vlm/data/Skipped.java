package org.vitrail.vlm.data;

import java.util.List;

/**
 * What could not be used of a user's files.
 *
 * @param count how many pictures or lines
 * @param first a sentence on each of the first few
 */
public record Skipped(long count, List<String> first) {
  public static final Skipped NOTHING = new Skipped(0, List.of());

  public Skipped {
    first = List.copyOf(first);
  }

  /** One line on each of the first few, and how many more there are. */
  @Override public String toString() {
    if (count == 0) return "nothing was skipped";
    var more = count > first.size() ? "\n  … and " + (count - first.size()) + " more" : "";
    return count + " skipped:\n  " + String.join("\n  ", first) + more;
  }
}
