package org.vitrail.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.ops.Unfold;

/** Tensors laid side by side, and pictures cut into tiles and windows. */
public sealed interface Tiling permits Tensor {
  Tensor self();

  /** The whole tensor {@code times[i]} times along axis i; there may be more times than axes, for new leading ones. */
  default Tensor repeat(int... times) {
    int extra = times.length - self().rank();
    if (extra < 0) throw new ShapeException("repeat: " + Arrays.toString(times) + " do not cover " + self().shape());
    var apart = new int[2 * times.length];
    var tiled = new int[2 * times.length];
    var sizes = new int[times.length];
    for (int axis = 0; axis < times.length; axis++) {
      int n = axis < extra ? 1 : self().dim(axis - extra);
      apart[2 * axis] = 1;
      tiled[2 * axis] = times[axis];
      apart[2 * axis + 1] = n;
      tiled[2 * axis + 1] = n;
      sizes[axis] = times[axis] * n;
    }
    return self().reshape(Shape.of(apart)).expand(Shape.of(tiled)).reshape(Shape.of(sizes));
  }

  /** Each element of {@code axis} {@code times} times in a row. */
  default Tensor repeatInterleave(int axis, int times) {
    int at = self().shape().axis(axis);
    return self().unsqueeze(at + 1).expand(self().shape().insert(at + 1, times)).flatten(at, at + 1);
  }

  /** The elements of {@code axis} moved on by {@code shift} places; those that leave at the end enter at the start. */
  default Tensor roll(int axis, int shift) {
    int n = self().dim(axis);
    if (n == 0) return self();
    int cut = Math.floorMod(-shift, n);
    return cut == 0 ? self() : Shaping.cat(axis, self().slice(axis, cut, n), self().slice(axis, 0, cut));
  }

  /** The windows of pictures (n, channels, height, width) as columns (n, channels·kernelY·kernelX, windows): im2col. */
  default Tensor unfold(Window window) {
    return Tensor.of(new Unfold(self(), window));
  }

  /** Columns (n, channels·kernelY·kernelX, windows) added up to pictures: the transpose of {@link #unfold}. */
  default Tensor fold(int height, int width, Window window) {
    int taps = window.kernelY() * window.kernelX();
    if (self().rank() != 3 || self().dim(1) % taps != 0) {
      throw new ShapeException("fold: columns are (n, channels·" + taps + ", windows), got " + self().shape());
    }
    return Tensor.of(new Unfold.Fold(self(), Shape.of(self().dim(0), self().dim(1) / taps, height, width), window));
  }

  /** {@code (…, c·r², h, w) → (…, c, h·r, w·r)} (Shi et al. 2016). */
  default Tensor pixelShuffle(int r) {
    int at = self().rank() - 3;
    var x = self().unflatten(-3, -1, r, r);                       // (…, c, r, r, h, w)
    return interchange(x, at, at, at + 3, at + 1, at + 4, at + 2) // (…, c, h, r, w, r)
        .flatten(-2, -1).flatten(-3, -2);
  }

  /** {@code (…, c, h·r, w·r) → (…, c·r², h, w)}. */
  default Tensor pixelUnshuffle(int r) {
    int at = self().rank() - 3;
    var x = self().unflatten(-1, -1, r).unflatten(-3, -1, r);     // (…, c, h, r, w, r)
    return interchange(x, at, at, at + 2, at + 4, at + 1, at + 3) // (…, c, r, r, h, w)
        .flatten(-5, -3);
  }

  /** Puts the last axes into the order given, the first {@code leading} stay. */
  private static Tensor interchange(Tensor x, int leading, int... last) {
    return x.permute(IntStream.concat(IntStream.range(0, leading), Arrays.stream(last)).toArray());
  }
}
