package org.vitrail.llm.token.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;

/**
 * Code points sorted into classes: those of a class are in the same sets of a program. The last class is the text's
 * end.
 */
final class Alphabet {
  /** The class of each code point of the basic plane. */
  private final char[] basic = new char[1 << 16];
  /** Where runs of one class begin, and the class of each run. */
  private final int[] starts;
  private final char[] classes;
  /** By class, the sets that its code points are in. */
  private final BitSet[] members;

  Alphabet(List<CodePoints> sets) {
    var bounds = new TreeSet<Integer>(List.of(0));
    for (var set : sets) Arrays.stream(set.bounds()).forEach(bounds::add);
    starts = bounds.stream().mapToInt(i -> i).toArray();
    classes = new char[starts.length];
    var known = new HashMap<BitSet, Character>();
    for (int i = 0; i < starts.length; i++) {
      var member = new BitSet();
      for (int s = 0; s < sets.size(); s++) member.set(s, sets.get(s).contains(starts[i]));
      classes[i] = known.computeIfAbsent(member, _ -> (char) known.size());
      if (starts[i] < basic.length) {
        Arrays.fill(basic, starts[i], i + 1 < starts.length ? Math.min(basic.length, starts[i + 1])
            : basic.length, classes[i]);
      }
    }
    members = new BitSet[known.size() + 1];
    known.forEach((member, number) -> members[number] = member);
    members[known.size()] = new BitSet();
  }

  int size() {
    return members.length;
  }

  int end() {
    return members.length - 1;
  }

  int classOf(int codePoint) {
    if (codePoint < basic.length) return basic[codePoint];
    int i = Arrays.binarySearch(starts, codePoint);
    return classes[i >= 0 ? i : -i - 2];
  }

  boolean isIn(int characterClass, int set) {
    return members[characterClass].get(set);
  }
}
