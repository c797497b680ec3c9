package org.vitrail.kernels.attention;

import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/** The gradient of the queries as a sum of parts, one for each range of keys: the first is dq itself. */
final class QueryGradients {
  private final Rows dq;
  private final int batch;
  private final int heads;
  private final Rows[] parts;

  QueryGradients(Rows dq, int batch, int heads, int count) {
    this.dq = dq;
    this.batch = batch;
    this.heads = heads;
    parts = new Rows[count];
    parts[0] = dq;
    int matrix = dq.positions() * dq.width();
    int size = batch * heads * matrix;
    var array = count == 1 ? null : Scratch.QUERY_GRADIENT_PARTS.floats((count - 1) * size);
    for (int i = 1; i < count; i++) {
      parts[i] = new Rows(array, (i - 1) * size, heads * matrix, matrix, dq.width(), 1, dq.positions(), dq.width());
    }
  }

  Rows part(int i) {
    return parts[i];
  }

  /** Adds the other parts to the first. */
  void sum() {
    if (parts.length == 1) return;
    Workers.split(batch * heads * dq.positions(), dq.width(), (first, end) -> {
      for (int row = first; row < end; row++) {
        int i = row % dq.positions();
        int h = row / dq.positions() % heads;
        int b = row / dq.positions() / heads;
        for (int part = 1; part < parts.length; part++) {
          Runs.add(parts[part].array(), parts[part].at(b, h, i), dq.array(), dq.at(b, h, i), dq.width());
        }
      }
    });
  }
}
