package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/** The elements in row-major order with other axes; a view where strides allow it.  dx = dy with the axes of x. */
public record Reshape(Tensor x, Shape shape) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    if (shape.size() != x.size()) {
      throw new ShapeException("reshape: " + x.shape() + " has " + x.size() + " elements, it cannot become " + shape);
    }
    var strides = strides();
    var source = strides != null ? x : x.contiguous();
    var view = source.view();
    return new Tensor(x.device(), new View(view.storage(), view.offset(), shape.sizes(),
        strides != null ? strides : View.rowMajor(shape.sizes())));
  }

  /**
   * Strides that make x look like shape, or null. Runs of old axes that lie behind one another without gaps are
   * matched with runs of new axes of the same number of elements.
   */
  private int[] strides() {
    if (x.view().isContiguous()) return View.rowMajor(shape.sizes());
    var strides = new int[shape.rank()];
    int from = 0;
    int to = 0;
    while (from < x.rank()) {
      if (x.dim(from) == 1) {
        from++;
        continue;
      }
      int oldCount = x.dim(from);
      int newCount = 1;
      int firstNew = to;
      while (newCount != oldCount) {
        if (newCount < oldCount) {
          newCount *= shape.dim(to++);
        } else {
          int step = x.view().stride(from);
          if (step != x.dim(from + 1) * x.view().stride(from + 1)) return null;
          oldCount *= x.dim(++from);
        }
      }
      int step = x.view().stride(from++);
      for (int axis = to - 1; axis >= firstNew; axis--) {
        strides[axis] = step;
        step *= shape.dim(axis);
      }
    }
    return strides;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> dy.reshape(x.shape()));
  }
}
