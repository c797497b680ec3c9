package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Tensor;

/**
 * A view of the elements start, start + step, … of an axis, {@code count} of them; a negative step runs backwards.
 * dx = dy at those places, 0 elsewhere.
 */
public record Slice(Tensor x, int axis, int start, int count, int step) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    return new Tensor(x.device(), view(x));
  }

  View view(Tensor whole) {
    var view = whole.view();
    var strides = view.strides().clone();
    int offset = count == 0 ? view.offset() : view.offset() + start * strides[axis];
    strides[axis] *= step;
    return new View(view.storage(), offset, whole.shape().with(axis, count).sizes(), strides);
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    Gradient whole = () -> Tensor.of(new Unslice(this, dy));
    return List.of(Recorder.isListening() ? whole : new Part(this, dy));
  }

  /** Added to a sum, only its own places change. */
  private record Part(Slice slice, Tensor dy) implements Accumulation {

    @Override public Tensor get() {
      return Tensor.of(new Unslice(slice, dy));
    }

    @Override public void addTo(Tensor sum) {
      var part = slice.view(sum);
      sum.kernels().elementwise().combine(Binary.ADD, part, dy.view(), part);
    }
  }

  /** Zeros in the shape of x but for dy at the places of a slice.  Its gradient is that slice. */
  public record Unslice(Slice slice, Tensor dy) implements Op {

    @Override public List<Tensor> inputs() {
      return List.of(dy);
    }

    @Override public Tensor forward() {
      var dx = dy.emptyLike(slice.x.shape());
      dx.kernels().elementwise().fill(0, dx.view());
      dx.kernels().elementwise().copy(dy.view(), slice.view(dx));
      return dx;
    }

    @Override public List<Gradient> backward(Tensor dx, Tensor g) {
      return List.of(() -> Tensor.of(new Slice(g, slice.axis, slice.start, slice.count, slice.step)));
    }
  }
}
