package org.vitrail.autograd.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.vitrail.autograd.GradCheck;
import org.vitrail.autograd.Tape;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * Tests an operation in one line.
 *
 * <pre>{@code
 * OpTest.check("gelu", x -> x.gelu(), shape("n"));
 * OpTest.check("matmul", (x, y) -> x.matmul(y), shape("m k"), shape("k n"));
 * }</pre>
 *
 * <p>The line is tried at several sizes of the named axes: first derivatives in F64 against central differences, second
 * ones by nesting tapes, and in F32 the result and all gradients of every device, with arguments that are transposed,
 * sliced, reversed and repeated views, against the scalar device on plain memory.
 */
public record OpTest(String name, Function<List<Tensor>, Tensor> body, List<Input> inputs, int orders) {
  private static final double TOLERANCE = 2e-5;
  private static final int[] SMALL = {3, 2, 4, 5};
  private static final int[] LARGE = {129, 65, 33, 3};
  private static final int[][] SIZES = {SMALL, {1, 1, 1, 1}, {17, 9, 5, 3}, {4, 33, 7, 8}};

  /** A function of three arguments. */
  @FunctionalInterface
  public interface Three {
    Tensor apply(Tensor a, Tensor b, Tensor c);
  }

  public static OpTest op(String name, UnaryOperator<Tensor> body, Input x) {
    return many(name, in -> body.apply(in.getFirst()), x);
  }

  public static OpTest op(String name, BinaryOperator<Tensor> body, Input x, Input y) {
    return many(name, in -> body.apply(in.get(0), in.get(1)), x, y);
  }

  public static OpTest op(String name, Three body, Input x, Input y, Input z) {
    return many(name, in -> body.apply(in.get(0), in.get(1), in.get(2)), x, y, z);
  }

  /** An operation of any number of arguments. */
  public static OpTest many(String name, Function<List<Tensor>, Tensor> body, Input... inputs) {
    return new OpTest(name, body, List.of(inputs), 2);
  }

  /** {@code op(name, body, x).check()}. */
  public static void check(String name, UnaryOperator<Tensor> body, Input x) {
    op(name, body, x).check();
  }

  public static void check(String name, BinaryOperator<Tensor> body, Input x, Input y) {
    op(name, body, x, y).check();
  }

  public static void check(String name, Three body, Input x, Input y, Input z) {
    op(name, body, x, y, z).check();
  }

  /** The same line for an operation that refuses second derivatives; that it says so is tested. */
  public OpTest firstOrderOnly() {
    return new OpTest(name, body, inputs, 1);
  }

  /** Runs the line; throws AssertionError at the first disagreement. */
  public void check() {
    if (hasGradients(body.apply(tensors(DType.F64, sizes(SMALL))))) {
      checkFirst(sizes(SMALL));
      checkSecond(sizes(SMALL));
    }
    boolean named = inputs.stream().flatMap(input -> Arrays.stream(input.axes())).anyMatch(Input::isName);
    for (int[] round : named ? SIZES : new int[][] {SMALL}) {
      for (int layout = 0; layout < Layout.ROUNDS; layout++) checkDevices(sizes(round), layout);
    }
  }

  /** Every operation that the line runs, forwards and backwards. */
  public List<Op> operations() {
    var ops = new ArrayList<Op>();
    Recorder.with((op, y) -> ops.add(op), () -> run(Devices.named("scalar"), sizes(SMALL), 0, false));
    return ops;
  }

  /** A number that depends on every bit that device {@code cpu} computes for this line at large sizes. */
  public int fingerprint() {
    var results = run(Devices.named("cpu"), sizes(LARGE), 0, false);
    return results.stream().mapToInt(t -> Arrays.hashCode(t.toFloats())).reduce(1, (hash, h) -> 31 * hash + h);
  }

  private void checkFirst(Map<String, Integer> sizes) {
    var arguments = tensors(DType.F64, sizes);
    try {
      GradCheck.check(leaves -> body.apply(with(arguments, leaves)), watched(arguments));
    } catch (AssertionError e) {
      throw new AssertionError(name + ", first derivative at " + sizes + ": " + e.getMessage(), e);
    }
  }

  /** The gradients of Σ dy·f(x) are functions of x and dy, and their derivatives those of second order. */
  private void checkSecond(Map<String, Integer> sizes) {
    var arguments = tensors(DType.F64, sizes);
    var leaves = new ArrayList<>(watched(arguments));
    int n = leaves.size();
    leaves.add(Input.shape(body.apply(arguments).shape().sizes()).tensor(DType.F64, sizes, 31));
    Function<List<Tensor>, Tensor> gradients = point -> {
      var x = point.subList(0, n);
      var first = Tape.gradients(() -> body.apply(with(arguments, x)).mul(point.get(n)).sum(), x);
      return Shaping.cat(0, x.stream().map(leaf -> first.find(leaf).orElseGet(leaf::zerosLike).reshape(-1)).toList());
    };
    try {
      GradCheck.check(gradients, leaves);
    } catch (NoGradientException e) {
      if (orders > 1) throw new AssertionError(name + " has no second derivative: " + e.getMessage(), e);
      return;
    } catch (AssertionError e) {
      throw new AssertionError(name + ", second derivative at " + sizes + ": " + e.getMessage(), e);
    }
    if (orders < 2) throw new AssertionError(name + " has a second derivative, but the line says firstOrderOnly()");
  }

  private boolean hasGradients(Tensor y) {
    return y.dtype().isReal() && inputs.stream().anyMatch(Input::watched);
  }

  private void checkDevices(Map<String, Integer> sizes, int layout) {
    var expected = run(Devices.named("scalar"), sizes, layout, true);
    for (var device : Devices.all()) {
      var actual = run(device, sizes, layout, false);
      for (int i = 0; i < expected.size(); i++) {
        var place = name + " at " + sizes + " on " + device.name() + ", arguments " + Layout.describe(layout) + ", "
            + (i == 0 ? "result" : "gradient " + (i - 1));
        requireClose(place, expected.get(i), actual.get(i));
      }
    }
  }

  /** The result and the gradients of the watched arguments; {@code plain} copies the values into plain memory first. */
  private List<Tensor> run(Device device, Map<String, Integer> sizes, int layout, boolean plain) {
    return Devices.on(device, () -> {
      var given = tensors(DType.F32, sizes);
      var placed = IntStream.range(0, given.size()).mapToObj(i -> Layout.ofRound(layout, i).place(given.get(i)))
          .map(t -> plain ? t.contiguous() : t).toList();
      var leaves = watched(placed);
      var y = body.apply(placed);
      var results = new ArrayList<>(List.of(y));
      if (!hasGradients(y)) return results;
      var arrangement = plain ? Layout.PLAIN : Layout.ofRound(layout, 0);
      var weights = arrangement.arrange(Input.shape(y.shape().sizes()).tensor(DType.F32, sizes, 31)).contiguous();
      var g = Tape.gradients(() -> arrangement.arrange(body.apply(placed)).mul(weights).sum(), leaves);
      leaves.forEach(leaf -> results.add(g.find(leaf).orElseGet(leaf::zerosLike)));
      return results;
    });
  }

  private Map<String, Integer> sizes(int[] choices) {
    var sizes = new TreeMap<String, Integer>();
    inputs.stream().flatMap(input -> Arrays.stream(input.axes())).filter(Input::isName).forEach(
        axis -> sizes.computeIfAbsent(axis, name -> choices[sizes.size() % choices.length]));
    return sizes;
  }

  private List<Tensor> tensors(DType real, Map<String, Integer> sizes) {
    return IntStream.range(0, inputs.size()).mapToObj(i -> inputs.get(i).tensor(real, sizes, i)).toList();
  }

  private List<Tensor> watched(List<Tensor> arguments) {
    return IntStream.range(0, inputs.size()).filter(i -> inputs.get(i).watched()).mapToObj(arguments::get).toList();
  }

  /** The arguments with the watched ones replaced by {@code leaves}. */
  private List<Tensor> with(List<Tensor> arguments, List<Tensor> leaves) {
    var next = leaves.iterator();
    return IntStream.range(0, inputs.size()).mapToObj(i -> inputs.get(i).watched() ? next.next() : arguments.get(i))
        .toList();
  }

  /** Requires integers to be equal, and reals to differ by no more than 2e-5 of the largest, or of 1. */
  private static void requireClose(String place, Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape()) || expected.dtype() != actual.dtype()) {
      throw new AssertionError(place + " is " + actual + ", expected " + expected);
    }
    var want = expected.toDoubles();
    var got = actual.toDoubles();
    double scale = Arrays.stream(want).map(Math::abs).filter(Double::isFinite).reduce(1, Math::max);
    double allowed = expected.dtype().isReal() ? TOLERANCE * scale : 0;
    for (int i = 0; i < want.length; i++) {
      boolean same = Double.compare(want[i], got[i]) == 0 || Math.abs(want[i] - got[i]) <= allowed;
      if (!same) {
        throw new AssertionError(place + ", element " + i + " of " + expected.shape() + ": " + got[i] + ", expected "
            + want[i]);
      }
    }
  }
}
