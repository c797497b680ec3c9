package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** Rows of a (rows, width) table at I32 ids.  The table's gradient is each row's dy, added in order. */
public record GatherRows(Tensor table, Tensor ids) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(table, ids);
  }

  @Override public Tensor forward() {
    Operands.require(table.rank() == 2, () -> "rows: the table is " + table.shape() + ", it must be (rows, width)");
    Operands.requireInts("rows", "the ids", ids);
    Operands.requireSameDevice("rows", table, ids);
    Operands.requireIndices("rows", ids, table.dim(0));
    var out = table.emptyLike(ids.shape().insert(ids.rank(), table.dim(1)));
    table.kernels().indexing().gatherRows(table.contiguous().view(), ids.contiguous().view(), out.view());
    return out;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> Tensor.of(new ScatterAddRows(dy, ids, table.dim(0))), Gradient.NONE);
  }

  @Override public String name() {
    return "rows";
  }

  /** Zeros (rows, width) with each row of src added at its id.  Its gradient picks the rows again. */
  public record ScatterAddRows(Tensor src, Tensor ids, int rows) implements Op {

    @Override public List<Tensor> inputs() {
      return List.of(src, ids);
    }

    @Override public Tensor forward() {
      var out = src.emptyLike(org.vitrail.tensor.Shape.of(rows, src.dim(-1)));
      out.kernels().elementwise().fill(0, out.view());
      out.kernels().indexing().scatterAddRows(src.contiguous().view(), ids.contiguous().view(), out.view());
      return out;
    }

    @Override public List<Gradient> backward(Tensor out, Tensor g) {
      return List.of(() -> g.rows(ids), Gradient.NONE);
    }
  }
}
