package org.vitrail.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The sizes of a tensor's axes, and the rules by which shapes meet. Prints as {@code (2, 3, 5)}. */
public final class Shape {
  /** No axes: one element. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] sizes;
  private final int size;

  private Shape(int[] sizes) {
    this.sizes = sizes;
    long n = 1;
    for (int d : sizes) {
      if (d < 0) throw new ShapeException("a shape has no negative sizes: " + this);
      n *= d;
      if (n > Integer.MAX_VALUE) throw new ShapeException(this + " has more than 2147483647 elements, the most a tensor can hold");
    }
    size = (int) n;
  }

  public static Shape of(int... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  public int rank() {
    return sizes.length;
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Size of {@code axis}; negative axes count from the end. */
  public int dim(int axis) {
    return sizes[axis(axis)];
  }

  public int[] sizes() {
    return sizes.clone();
  }

  /** {@code axis} as a number from 0; negative axes count from the end. */
  public int axis(int axis) {
    int from0 = axis < 0 ? axis + sizes.length : axis;
    if (from0 < 0 || from0 >= sizes.length) {
      throw new ShapeException("axis " + axis + " does not exist in " + this + ", which has " + sizes.length + " axes");
    }
    return from0;
  }

  /** {@code axes} as sorted numbers from 0; none given means all. */
  public int[] axes(int... axes) {
    var sorted = new int[axes.length == 0 ? sizes.length : axes.length];
    for (int i = 0; i < sorted.length; i++) sorted[i] = axes.length == 0 ? i : axis(axes[i]);
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) throw new ShapeException("axis " + sorted[i] + " is named twice for " + this);
    }
    return sorted;
  }

  /** This shape with {@code size} on {@code axis}. */
  public Shape with(int axis, int size) {
    var changed = sizes.clone();
    changed[axis(axis)] = size;
    return new Shape(changed);
  }

  /** This shape with a new axis of {@code size} before axis {@code at} (0 … rank). */
  public Shape insert(int at, int size) {
    var longer = new int[sizes.length + 1];
    System.arraycopy(sizes, 0, longer, 0, at);
    longer[at] = size;
    System.arraycopy(sizes, at, longer, at + 1, sizes.length - at);
    return new Shape(longer);
  }

  /** This shape without {@code axes}. */
  public Shape without(int... axes) {
    var gone = axes(axes);
    var kept = new int[sizes.length - gone.length];
    for (int axis = 0, k = 0, g = 0; axis < sizes.length; axis++) {
      if (g < gone.length && gone[g] == axis) g++;
      else kept[k++] = sizes[axis];
    }
    return new Shape(kept);
  }

  /** This shape with size 1 on {@code axes}. */
  public Shape reduced(int... axes) {
    var changed = sizes.clone();
    for (int axis : axes(axes)) changed[axis] = 1;
    return new Shape(changed);
  }

  /**
   * The shape that both operands of {@code op} stretch to: aligned at the last axis, a size of 1 meets any size.
   *
   * @throws ShapeException naming the axis that does not fit
   */
  public static Shape broadcast(String op, Shape x, Shape y) {
    int rank = Math.max(x.rank(), y.rank());
    var sizes = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= x.rank() ? x.sizes[x.rank() - i] : 1;
      int b = i <= y.rank() ? y.sizes[y.rank() - i] : 1;
      if (a != b && a != 1 && b != 1) {
        throw new ShapeException(op + ": " + x + " and " + y + " do not broadcast, axis -" + i + " has " + a + " and " + b);
      }
      sizes[rank - i] = a == 1 ? b : a;
    }
    return new Shape(sizes);
  }

  /** Replaces one −1 among {@code sizes} by what makes the number of elements equal to this shape's. */
  public Shape resolve(int... sizes) {
    int open = -1;
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] != -1) known *= sizes[i];
      else if (open >= 0) throw new ShapeException("reshape: only one size of " + Arrays.toString(sizes) + " can be -1");
      else open = i;
    }
    var resolved = sizes.clone();
    if (open >= 0 && known > 0 && size % known == 0) resolved[open] = (int) (size / known);
    else if (open >= 0 || known != size) {
      throw new ShapeException("reshape: " + this + " has " + size + " elements, it cannot become " + print(sizes));
    }
    return new Shape(resolved);
  }

  @Override public boolean equals(Object other) {
    return other instanceof Shape s && Arrays.equals(sizes, s.sizes);
  }

  @Override public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override public String toString() {
    return print(sizes);
  }

  private static String print(int[] sizes) {
    return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
