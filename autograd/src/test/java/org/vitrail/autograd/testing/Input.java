package org.vitrail.autograd.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * One argument of an operation under test: the names or sizes of its axes, and its values. Equal names are equal sizes,
 * {@code shape("m k")} and {@code shape("k n")} fit a matrix product; {@link OpTest} tries several sizes for each name.
 * Values are spread evenly over a range without order, no two alike, so that no test sits on a tie or a kink.
 */
public record Input(String[] axes, Values values, boolean watched) {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** What the elements are, given the sizes of the named axes. */
  private interface Values {
    Tensor fill(DType real, Map<String, Integer> sizes, int[] shape, int salt);
  }

  /** Real values between −2 and 2 in a fixed shape. */
  public static Input shape(int... sizes) {
    return shape(text(sizes));
  }

  /** Real values between −2 and 2; each axis is a name or a number. */
  public static Input shape(String axes) {
    return new Input(split(axes), spread(-2, 2), true);
  }

  /** I32 indices 0 … {@code bound}−1; the bound is a name or a number, as the axes are. */
  public static Input indices(String bound, String axes) {
    return new Input(split(axes), (real, sizes, shape, salt) -> {
      int n = size(bound, sizes);
      return ints(shape, i -> (int) (n * fraction(i, salt)));
    }, false);
  }

  /** I32 zeros and ones, at least one of each where there is room. */
  public static Input mask(String axes) {
    return new Input(split(axes), (real, sizes, shape, salt) -> ints(shape, i -> fraction(i, 0) < 0.5 ? 1 : 0), false);
  }

  /** The given values, as they are if I32 and in the type under test if real. */
  public static Input of(Tensor fixed) {
    return new Input(split(text(fixed.shape().sizes())), (real, sizes, shape, salt) -> fixed.dtype() == DType.I32
        ? Tensor.of(fixed.toInts(), shape) : reals(real, fixed.toDoubles(), shape), fixed.dtype().isReal());
  }

  /** The same argument with real values between {@code low} and {@code high}. */
  public Input in(double low, double high) {
    return new Input(axes, spread(low, high), watched);
  }

  /** The same argument, towards which the operation has no gradient. */
  public Input constant() {
    return new Input(axes, values, false);
  }

  /** The argument as a tensor of type {@code real} (or I32); {@code salt} tells several arguments apart. */
  Tensor tensor(DType real, Map<String, Integer> sizes, int salt) {
    return values.fill(real, sizes, Arrays.stream(axes).mapToInt(axis -> size(axis, sizes)).toArray(), salt);
  }

  private static Values spread(double low, double high) {
    return (real, sizes, shape, salt) -> reals(real, IntStream.range(0, Shape.of(shape).size())
        .mapToDouble(i -> low + (high - low) * fraction(i, salt)).toArray(), shape);
  }

  private static Tensor reals(DType type, double[] values, int[] shape) {
    return Tensor.of(values, shape).to(type);
  }

  private static Tensor ints(int[] shape, java.util.function.IntUnaryOperator value) {
    return Tensor.of(IntStream.range(0, Shape.of(shape).size()).map(value).toArray(), shape);
  }

  /** The fractional part of multiples of the golden ratio fills [0, 1) evenly. */
  private static double fraction(int i, int salt) {
    double x = (i + 1) * GOLDEN + salt * 0.2718;
    return x - Math.floor(x);
  }

  static boolean isName(String axis) {
    return !Character.isDigit(axis.charAt(0));
  }

  private static int size(String axis, Map<String, Integer> sizes) {
    return isName(axis) ? sizes.get(axis) : Integer.parseInt(axis);
  }

  private static String[] split(String axes) {
    return axes.isBlank() ? new String[0] : axes.strip().split(" +");
  }

  private static String text(int[] sizes) {
    return String.join(" ", Arrays.stream(sizes).mapToObj(Integer::toString).toList());
  }
}
