package org.vitrail.llm.token;

import java.util.function.Function;

/**
 * The tokens of words met lately: a table in which a word has two places and pushes out what was there before. Threads
 * share it without locks, as entries do not change.
 */
final class WordCache {
  private static final int SIZE = 1 << 16;
  private static final int LONGEST = 64;

  private record Entry(String word, int[] ids) {}

  private final Entry[] entries = new Entry[SIZE];

  /** The tokens of {@code word}, from the table or else from {@code encode}. */
  int[] get(String word, Function<String, int[]> encode) {
    if (word.length() > LONGEST) return encode.apply(word);
    int hash = word.hashCode() * 0x9E3779B9;
    int slot = (hash ^ hash >>> 16) & SIZE - 1;
    var entry = entries[slot];
    if (entry != null && entry.word.equals(word)) return entry.ids;
    var neighbour = entries[slot ^ 1];
    if (neighbour != null && neighbour.word.equals(word)) return neighbour.ids;
    var ids = encode.apply(word);
    entries[slot ^ 1] = entry;
    entries[slot] = new Entry(word, ids);
    return ids;
  }
}
