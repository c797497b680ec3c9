package org.vitrail.kernels.attention;

import static org.vitrail.kernels.math.Simd.LANES;

/**
 * Some queries, from {@code query} on, and some keys, from {@code key} on, and the products that their scores take part
 * in. Scores lie key by key, a lane for each query: (keys, lanes). What a causal block hides is skipped, strip by strip
 * and vector by vector; in what is left of it the weights are 0.
 */
record Block(int query, int queries, int key, int keys, boolean causal) {
  private static final float[] ZEROS = new float[Scores.QUERIES];

  /** Lanes of a row: the queries, padded to whole vectors. */
  int lanes() {
    return Dense.padded(queries);
  }

  /** The first lane that sees row {@code r}. */
  int firstLane(int r) {
    return causal ? Math.clamp(key + r - query, 0, lanes()) : 0;
  }

  /** How many rows a lane sees. */
  int visible(int lane) {
    return causal ? Math.clamp(query + lane + 1 - key, 0, keys) : keys;
  }

  /** How many rows have scores in the vector that begins at {@code lane}. */
  int rows(int lane) {
    return Math.min(keys, visible(lane + LANES - 1) + Strip.ROWS - 1 & -Strip.ROWS);
  }

  /** {@code s = X·Y} for the rows of x at the keys and columns y at the queries. */
  void score(int depth, Dense x, Dense y, float[] s) {
    for (int r = 0; r < keys; r += Strip.ROWS) {
      int lane = firstLane(r) & -LANES;
      Strip.multiply((lanes() - lane) / LANES, depth, x.array(), x.at(key + r), x.row(), 1, y.array(), lane, y.row(),
          ZEROS, 0, 0, s, r * lanes() + lane, lanes());
    }
  }

  /** {@code Y += Sᵀ·X} for the rows of x at the keys and of y at the queries. */
  void addToQueries(float[] s, Dense x, Dense y) {
    for (int i = 0; i < queries; i += Strip.ROWS) {
      int at = y.at(query + i);
      Strip.multiply(y.vectors(), visible(i + Strip.ROWS - 1), s, i, 1, lanes(), x.array(), x.at(key), x.row(),
          y.array(), at, y.row(), y.array(), at, y.row());
    }
  }

  /** {@code Y += S·X} for the rows of x at the queries and of y at the keys. */
  void addToKeys(float[] s, Dense x, Dense y) {
    for (int r = 0; r < keys; r += Strip.ROWS) {
      int i = firstLane(r);
      int at = y.at(key + r);
      Strip.multiply(y.vectors(), queries - i, s, r * lanes() + i, lanes(), 1, x.array(), x.at(query + i), x.row(),
          y.array(), at, y.row(), y.array(), at, y.row());
    }
  }
}
