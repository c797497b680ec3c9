package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.kernels.conv.Window;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * The windows of pictures (n, channels, height, width), zeros around them, as columns
 * (n, channels·kernelY·kernelX, windows); known as im2col.  dx = the columns of dy added where they came from.
 */
public record Unfold(Tensor x, Window window) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    var taps = new Taps(name(), x.shape(), window);
    var padded = x.pad(2, window.padY(), window.padY(), 0).pad(3, window.padX(), window.padX(), 0);
    var y = x.emptyLike(taps.columns());
    for (int tap = 0; tap < taps.count(); tap++) {
      y.kernels().elementwise().copy(taps.pixels(padded.view(), tap), taps.row(y.view(), tap));
    }
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> Tensor.of(new Fold(dy, x.shape(), window)));
  }

  /** The transpose of {@link Unfold}: each element of a column is added to the pixel it stands for. */
  public record Fold(Tensor columns, Shape pictures, Window window) implements Op {

    @Override public List<Tensor> inputs() {
      return List.of(columns);
    }

    @Override public Tensor forward() {
      var taps = new Taps(name(), pictures, window);
      Operands.require(columns.shape().equals(taps.columns()),
          () -> "fold: pictures " + pictures + " have windows " + taps.columns() + ", got " + columns.shape());
      int height = pictures.dim(2);
      int width = pictures.dim(3);
      var source = columns.contiguous();
      var padded = columns.emptyLike(pictures.with(2, height + 2 * window.padY()).with(3, width + 2 * window.padX()));
      padded.kernels().elementwise().fill(0, padded.view());
      for (int tap = 0; tap < taps.count(); tap++) {
        var sum = taps.pixels(padded.view(), tap);
        padded.kernels().elementwise().combine(Binary.ADD, sum, taps.row(source.view(), tap), sum);
      }
      return padded.slice(2, window.padY(), window.padY() + height).slice(3, window.padX(), window.padX() + width)
          .contiguous();
    }

    @Override public List<Gradient> backward(Tensor y, Tensor dy) {
      return List.of(() -> Tensor.of(new Unfold(dy, window)));
    }
  }

  /** The places of a window's elements, its taps; each sees one pixel of every window. */
  private record Taps(Shape pictures, Window window, int outY, int outX) {

    Taps(String op, Shape pictures, Window window) {
      Operands.require(pictures.rank() == 4, () -> op + ": pictures are (n, channels, height, width), got " + pictures);
      this(pictures, window, window.outY(pictures.dim(2)), window.outX(pictures.dim(3)));
      Operands.require(outY > 0 && outX > 0,
          () -> op + ": a window of " + window.kernelY() + "×" + window.kernelX() + " does not fit into " + pictures);
    }

    int count() {
      return window.kernelY() * window.kernelX();
    }

    Shape columns() {
      return Shape.of(pictures.dim(0), pictures.dim(1) * count(), outY * outX);
    }

    private int[] windows() {
      return new int[] {pictures.dim(0), pictures.dim(1), outY, outX};
    }

    /** What a tap sees of padded pictures: (n, channels, outY, outX). */
    View pixels(View padded, int tap) {
      int row = tap / window.kernelX() * window.dilationY();
      int column = tap % window.kernelX() * window.dilationX();
      return new View(padded.storage(), padded.offset() + row * padded.stride(2) + column * padded.stride(3), windows(),
          new int[] {padded.stride(0), padded.stride(1), window.strideY() * padded.stride(2),
              window.strideX() * padded.stride(3)});
    }

    /** A tap's row of contiguous columns: (n, channels, outY, outX). */
    View row(View columns, int tap) {
      int windows = outY * outX;
      return new View(columns.storage(), columns.offset() + tap * windows, windows(),
          new int[] {pictures.dim(1) * count() * windows, count() * windows, outX, 1});
    }
  }
}
