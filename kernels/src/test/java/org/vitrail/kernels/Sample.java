package org.vitrail.kernels;

import java.util.Arrays;
import java.util.Random;

/** Random F32 views in every layout a kernel may be given, the same ones for the same seed. */
public final class Sample {
  /** How a view lies in its memory. */
  public enum Layout {
    /** Row-major without gaps. */
    DENSE,
    /** The last two axes exchanged. */
    TRANSPOSED,
    /** An offset, and gaps between rows and matrices. */
    GAPS,
    /** Gaps between the elements of a row too. */
    SCATTERED,
    /** Rows from last to first. */
    REVERSED,
    /** The first axis repeated: stride 0. */
    REPEATED
  }

  private final Random random;

  public Sample(long seed) {
    random = new Random(seed);
  }

  /** Any of {@code choices}. */
  public int among(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  public <T> T among(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  public boolean coin() {
    return random.nextBoolean();
  }

  /** Standard normal values, row-major. */
  public View dense(int... shape) {
    return view(Layout.DENSE, shape);
  }

  /** Standard normal values. */
  public View view(Layout layout, int... shape) {
    int rank = shape.length;
    var order = shape.clone();
    if (layout == Layout.TRANSPOSED && rank > 1) exchangeLast(order);
    int gap = layout == Layout.GAPS || layout == Layout.SCATTERED ? 3 : 0;
    int step = layout == Layout.SCATTERED ? 2 : 1;
    var strides = new int[rank];
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step = (step * Math.max(1, order[axis])) + gap;
    }
    int size = step;
    int offset = gap == 0 ? 0 : 7;
    if (layout == Layout.TRANSPOSED && rank > 1) exchangeLast(strides);
    if (layout == Layout.REPEATED) strides[0] = 0;
    if (layout == Layout.REVERSED && rank > 1) {
      offset += strides[rank - 2] * Math.max(0, shape[rank - 2] - 1);
      strides[rank - 2] = -strides[rank - 2];
    }
    var values = new float[offset + size];
    for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
    return new View(new Storage.Floats(values), offset, shape, strides);
  }

  /** Standard normal values, the axes in any order in memory. */
  public View permuted(Layout layout, int... shape) {
    var order = new int[shape.length];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    var laid = view(layout, Arrays.stream(order).map(axis -> shape[axis]).toArray());
    var strides = new int[shape.length];
    for (int i = 0; i < order.length; i++) strides[order[i]] = laid.stride(i);
    return new View(laid.storage(), laid.offset(), shape, strides);
  }

  /** A view to write to: dense or not, but never repeated, the axes in any order. */
  public View out(int... shape) {
    return permuted(among(new Layout[] {Layout.DENSE, Layout.DENSE, Layout.GAPS, Layout.SCATTERED, Layout.REVERSED}),
        shape);
  }

  /** Numbers 0 … {@code bound}−1, row-major. */
  public View ints(int bound, int... shape) {
    var values = new int[Arrays.stream(shape).reduce(1, (m, n) -> m * n)];
    for (int i = 0; i < values.length; i++) values[i] = random.nextInt(bound);
    return View.of(new Storage.Ints(values), shape);
  }

  private static void exchangeLast(int[] axes) {
    int last = axes.length - 1;
    int kept = axes[last];
    axes[last] = axes[last - 1];
    axes[last - 1] = kept;
  }

  /** The same view on a copy of its memory. */
  public static View copy(View v) {
    var storage = switch (v.storage()) {
      case Storage.Floats s -> new Storage.Floats(s.array().clone());
      case Storage.Doubles s -> new Storage.Doubles(s.array().clone());
      case Storage.Ints s -> new Storage.Ints(s.array().clone());
      case RemoteStorage s -> s.onHost();
    };
    return new View(storage, v.offset(), v.shape(), v.strides());
  }

  /**
   * Fails, saying {@code what}, where |actual − expected| > tolerance · (1 + |expected|), or where the two disagree
   * about NaN. All of the memory is compared: what is written beside the view is found too.
   */
  public static void assertClose(View expected, View actual, double tolerance, String what) {
    for (int i = 0; i < expected.storage().size(); i++) {
      double e = expected.storage().get(i);
      double a = actual.storage().get(i);
      boolean close = Double.isNaN(e) ? Double.isNaN(a) : e == a || Math.abs(a - e) <= tolerance * (1 + Math.abs(e));
      if (!close) {
        throw new AssertionError(what + ": " + a + " instead of " + e + " at storage place " + i + ", view offset "
            + expected.offset() + " shape " + Arrays.toString(expected.shape()) + " strides "
            + Arrays.toString(expected.strides()));
      }
    }
  }

  /** Fails, saying {@code what}, unless both memories have the same bits. */
  public static void assertSameBits(View expected, View actual, String what) {
    int at = Arrays.mismatch(expected.floats(), actual.floats());
    if (at >= 0) {
      throw new AssertionError(what + ": " + actual.floats()[at] + " instead of exactly " + expected.floats()[at]
          + " at storage place " + at);
    }
  }
}
