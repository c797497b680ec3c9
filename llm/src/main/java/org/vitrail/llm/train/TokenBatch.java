package org.vitrail.llm.train;

import java.util.Collection;
import java.util.List;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * Rows of tokens and what is to be said of each place. Training gives their memory back after their step.
 *
 * @param ids (B, T) I32
 * @param targets (B, T) I32, −100 where nothing is asked
 */
public record TokenBatch(Tensor ids, Tensor targets) implements Scope.Holder {

  static TokenBatch of(int[][] ids, int[][] targets) {
    return new TokenBatch(tensor(ids), tensor(targets));
  }

  private static Tensor tensor(int[][] rows) {
    int length = rows[0].length;
    var flat = new int[rows.length * length];
    for (int i = 0; i < rows.length; i++) System.arraycopy(rows[i], 0, flat, i * length, length);
    return Tensor.of(flat, rows.length, length);
  }

  @Override public Collection<Tensor> tensors() {
    return List.of(ids, targets);
  }
}
