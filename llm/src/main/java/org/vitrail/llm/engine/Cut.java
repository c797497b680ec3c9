package org.vitrail.llm.engine;

import org.vitrail.kernels.Workers;
import org.vitrail.kernels.weights.Projection;

/** A linear map whose rows are cut into tasks for the members of a team. */
final class Cut {
  /**
   * Bytes of weights in a task, at most: what is read from several places at a time wants to go on for long, and has to
   * stay in a cache for the next vector of a batch.
   */
  private static final long TASK_BYTES = 640 * 1024;
  /** Tasks of each thread, at least, where a map is small. */
  private static final int SHARES = 2;
  /** A multiple of every projection's grain. */
  private static final int TILE = 64;

  private final StoredMap map;
  private final int rows;

  private Cut(StoredMap map, int rows) {
    this.map = map;
    this.rows = rows;
  }

  static Cut of(StoredMap map) {
    long most = TASK_BYTES * map.rows() / map.projection().bytes();
    int share = Math.ceilDiv(map.rows(), SHARES * Workers.threads());
    return new Cut(map, (int) Math.max(1, Math.min(most, share) / TILE) * TILE);
  }

  /** Another map with as many rows, cut in the same places. */
  Cut alike(StoredMap other) {
    return new Cut(other, rows);
  }

  Projection projection() {
    return map.projection();
  }

  int tasks() {
    return Math.ceilDiv(map.rows(), rows);
  }

  int first(int task) {
    return task * rows;
  }

  int end(int task) {
    return Math.min(map.rows(), (task + 1) * rows);
  }

  /**
   * {@code out = W·x + b} for the rows of a task and n vectors; results of vector e begin at
   * {@code out[e·outRow + at]}.
   */
  void multiply(int task, float[][] prepared, int n, float[] out, int outRow, int at) {
    for (int e = 0; e < n; e++) {
      map.projection().multiply(prepared[e], first(task), end(task), out, e * outRow + at);
      map.addBias(first(task), end(task), out, e * outRow + at);
    }
  }
}
