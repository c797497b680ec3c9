package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * A learned row for each id: ids (…) I32 to (…, width). The row {@code padding} (−1 for none) gets no gradient from
 * look-ups.
 */
public record Embedding(Parameter weight, int padding) implements Layer {

  public static Embedding of(Init init, int rows, int width, double std) {
    return new Embedding(init.normal("weight", std, rows, width), -1);
  }

  @Override public Tensor forward(Tensor ids) {
    var rows = weight.rows(ids);
    if (padding < 0) return rows;
    return ids.eq(Tensor.of(new int[] {padding})).unsqueeze(-1).where(rows.detach(), rows);
  }
}
