package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The pieces whose scores, log-probabilities, have the largest sum (Kudo 2018, arXiv 1804.10959), found by Viterbi's
 * algorithm. Where no piece is a single character, that character may stand alone as unknown.
 */
final class Unigram implements Model {
  private static final double UNKNOWN_PENALTY = 10;

  private final Trie trie = new Trie();
  private final double[] scores;
  private final boolean single;
  private final double unknownScore;
  private final int unk;
  private final int[] bytes;

  /**
   * @param pieces by id; null for those that text may not become
   * @param single whether sums are rounded to float, as SentencePiece does
   * @param bytes by byte, the token that stands for it where a text is unknown; null for the unknown token
   * @param lowest the least score of a normal piece
   */
  Unigram(String[] pieces, double[] scores, boolean single, int unk, int[] bytes, double lowest) {
    for (int id = 0; id < pieces.length; id++) {
      if (pieces[id] != null && !pieces[id].isEmpty()) trie.put(pieces[id], id);
    }
    this.scores = scores;
    this.single = single;
    this.unk = unk;
    this.bytes = bytes;
    unknownScore = rounded(lowest - UNKNOWN_PENALTY);
  }

  @Override public void encode(String word, Ids out) {
    int n = word.length();
    var best = new double[n + 1];
    var from = new int[n + 1];
    var ids = new int[n + 1];
    Arrays.fill(from, -1);
    for (int start = 0; start < n; ) {
      int next = start + (Character.isSurrogatePair(word.charAt(start), start + 1 < n ? word.charAt(start + 1) : 0)
          ? 2 : 1);
      boolean standsAlone = false;
      int node = Trie.ROOT;
      for (int end = start; end < n && (node = trie.step(node, word.charAt(end))) >= 0; ) {
        int id = trie.value(node);
        end++;
        if (id < 0) continue;
        offer(best, from, ids, start, end, id, rounded(best[start] + scores[id]));
        standsAlone |= end == next;
      }
      if (!standsAlone) offer(best, from, ids, start, next, unk, rounded(best[start] + unknownScore));
      start = next;
    }
    emit(word, from, ids, out);
  }

  private static void offer(double[] best, int[] from, int[] ids, int start, int end, int id, double score) {
    if (from[end] >= 0 && score <= best[end]) return;
    best[end] = score;
    from[end] = start;
    ids[end] = id;
  }

  /** Follows the best path back, then writes it forwards; unknown texts in a row are one. */
  private void emit(String word, int[] from, int[] ids, Ids out) {
    var ends = new Ids();
    for (int end = word.length(); end > 0; end = from[end]) ends.add(end);
    for (int i = ends.size() - 1; i >= 0; i--) {
      int start = from[ends.get(i)];
      int id = ids[ends.get(i)];
      while (id == unk && i > 0 && ids[ends.get(i - 1)] == unk) i--;
      if (id == unk && bytes != null) {
        for (byte b : word.substring(start, ends.get(i)).getBytes(StandardCharsets.UTF_8)) out.add(bytes[b & 0xFF]);
      } else {
        out.add(id);
      }
    }
  }

  private double rounded(double score) {
    return single ? (float) score : score;
  }
}
