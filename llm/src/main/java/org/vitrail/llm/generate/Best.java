package org.vitrail.llm.generate;

import java.util.ArrayList;
import java.util.List;

/** The few best of many scored tokens of several rows: a heap whose root is the least of them. */
final class Best {
  private final int[] rows;
  private final int[] tokens;
  private final double[] scores;
  private int size;

  Best(int most) {
    rows = new int[most];
    tokens = new int[most];
    scores = new double[most];
  }

  /** Offers each token of a row with its score, {@code added} to it; −∞ is out of the question. */
  void offer(int row, float[] all, double added) {
    for (int token = 0; token < all.length; token++) {
      double score = all[token] + added;
      if (score == Double.NEGATIVE_INFINITY || size == scores.length && score <= scores[0]) continue;
      if (size < scores.length) up(size++, row, token, score);
      else down(row, token, score);
    }
  }

  private void up(int i, int row, int token, double score) {
    while (i > 0 && score < scores[(i - 1) / 2]) {
      move((i - 1) / 2, i);
      i = (i - 1) / 2;
    }
    put(i, row, token, score);
  }

  private void down(int row, int token, double score) {
    int i = 0;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && scores[child + 1] < scores[child]) child++;
      if (scores[child] >= score) break;
      move(child, i);
      i = child;
    }
    put(i, row, token, score);
  }

  private void move(int from, int to) {
    put(to, rows[from], tokens[from], scores[from]);
  }

  private void put(int i, int row, int token, double score) {
    rows[i] = row;
    tokens[i] = token;
    scores[i] = score;
  }

  /** What a row's token and its score stand for. */
  interface Entry<T> {
    T of(int row, int token, double score);
  }

  /** All that are kept, the best first; of equal ones that of the earlier row, then the lesser token. */
  <T> List<T> falling(Entry<T> entry) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < size; i++) order.add(i);
    order.sort((a, b) -> scores[a] != scores[b] ? Double.compare(scores[b], scores[a])
        : rows[a] != rows[b] ? Integer.compare(rows[a], rows[b]) : Integer.compare(tokens[a], tokens[b]));
    return order.stream().map(i -> entry.of(rows[i], tokens[i], scores[i])).toList();
  }
}
