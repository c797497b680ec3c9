package org.vitrail.bench.profile;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.vitrail.bench.limit.Cost;
import org.vitrail.kernels.View;
import org.vitrail.kernels.conv.Window;
import org.vitrail.kernels.gemm.Gemm.Epilogue;

/**
 * A call of a kernel in words and numbers. Operations count as they do in the definition: a product takes 2·m·n·k,
 * everything that is not a product one for each element of its largest view. Bytes are those of the elements that each
 * view shows, once.
 *
 * @param kernel {@code gemm NT}, {@code map gelu}
 * @param shape of the product, or of the largest view
 */
record KernelCall(String kernel, String shape, Cost cost) {
  /** Outputs come last among the views of a call; how many there are, where it is not one. */
  private static final Map<String, Integer> OUTPUTS = Map.of("layerNorm", 3, "layerNormGrad", 3, "rmsNorm", 2,
      "rmsNormGrad", 2, "mapGradBias", 2, "crossEntropy", 2, "forward", 2, "backward", 3, "sort", 2, "maxPool", 2);

  /** The call of {@code method} of the family {@code family} with {@code arguments}. */
  static KernelCall of(String family, Method method, Object[] arguments) {
    var name = method.getName();
    var views = views(arguments);
    return switch (family) {
      case "gemm" -> gemm(views, first(Epilogue.class, arguments));
      case "attention" -> attention(name, views, Arrays.asList(arguments).contains(true), cost(name, views));
      case "convolution" -> convolution(name, views, first(Window.class, arguments), cost(name, views));
      case "optimizerSteps" -> other(name, views, new Cost(0, bytes(views), bytes(views) - bytes(views.get(1))));
      case "indexing" -> other(name, views.subList(1, views.size()), cost(name, views.subList(1, views.size())));
      default -> other(name + options(arguments), views, cost(name, views));
    };
  }

  private static List<View> views(Object[] arguments) {
    var views = new ArrayList<View>();
    for (var argument : arguments) {
      if (argument instanceof View view) views.add(view);
      if (argument instanceof Epilogue e && e.bias() != null) views.addFirst(e.bias());
      if (argument instanceof Epilogue e && e.residual() != null) views.addFirst(e.residual());
    }
    return views;
  }

  private static <T> T first(Class<T> type, Object[] arguments) {
    return Stream.of(arguments).filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  /** {@code gelu}, {@code sum}. */
  private static String options(Object[] arguments) {
    return Stream.of(arguments).filter(Enum.class::isInstance).map(option -> " " + lower(option)).collect(joining());
  }

  private static String lower(Object option) {
    return option.toString().toLowerCase(Locale.ROOT);
  }

  private static Cost cost(String name, List<View> views) {
    int inputs = Math.max(0, views.size() - OUTPUTS.getOrDefault(name, 1));
    return new Cost(0, bytes(views.subList(0, inputs)), bytes(views.subList(inputs, views.size())));
  }

  private KernelCall withFlops(double flops) {
    return new KernelCall(kernel, shape, new Cost(flops, cost.read(), cost.written()));
  }

  private static KernelCall gemm(List<View> views, Epilogue epilogue) {
    var operands = views.subList(views.size() - 3, views.size());
    var a = operands.get(0);
    var c = operands.get(2);
    int batch = c.size() / Math.max(1, c.dim(-2) * c.dim(-1));
    var one = c.dim(-2) + "x" + a.dim(-1) + "x" + c.dim(-1);
    var read = bytes(views) - (epilogue.accumulate() ? 0 : bytes(c));
    return new KernelCall("gemm " + letter(a) + letter(operands.get(1)) + words(epilogue),
        batch == 1 ? one : batch + "x(" + one + ")", new Cost(2.0 * c.size() * a.dim(-1), read, bytes(c)));
  }

  /** T for a matrix whose columns stand without gaps in memory, N for one whose rows do. */
  private static String letter(View matrix) {
    return matrix.stride(-1) != 1 && matrix.stride(-2) == 1 && matrix.dim(-1) > 1 ? "T" : "N";
  }

  private static String words(Epilogue e) {
    return (e.bias() == null ? "" : " +bias") + (e.activation() == null ? "" : " +" + lower(e.activation()))
        + (e.accumulate() ? " +c" : "") + (e.residual() == null ? "" : " +residual");
  }

  /** Two products of (queries, keys, headDim) forward, five backward; half of each where a query sees half the keys. */
  private static KernelCall attention(String name, List<View> views, boolean causal, Cost cost) {
    var q = views.get(0);
    var k = views.get(1);
    double pairs = (double) q.dim(0) * q.dim(1) * q.dim(2) * (causal ? (k.dim(2) + 1) / 2.0 : k.dim(2));
    int products = name.equals("backward") ? 5 : 2;
    return new KernelCall("attention " + name + (causal ? " causal" : ""), text(q), cost)
        .withFlops(2 * products * pairs * q.dim(3));
  }

  /** Each element of the picture that comes out is a product of a window and of the channels of a group. */
  private static KernelCall convolution(String name, List<View> views, Window window, Cost cost) {
    var x = name.equals("conv2dInputGrad") ? views.getLast() : views.getFirst();
    var y = switch (name) {
      case "conv2dInputGrad" -> views.get(0);
      case "conv2dWeightGrad" -> views.get(1);
      default -> views.getLast();
    };
    double taps = (double) window.kernelY() * window.kernelX() * x.dim(1) / window.groups();
    var call = new KernelCall(name, text(x) + " window " + window.kernelY() + "x" + window.kernelX(), cost);
    return name.equals("maxPool") ? call.withFlops(x.size()) : call.withFlops(2 * y.size() * taps);
  }

  private static KernelCall other(String kernel, List<View> views, Cost cost) {
    var largest = views.stream().max(Comparator.comparingInt(View::size)).orElseThrow();
    return new KernelCall(kernel, text(largest), cost).withFlops(largest.size());
  }

  private static String text(View view) {
    return Arrays.stream(view.shape()).mapToObj(String::valueOf).collect(joining("x"));
  }

  private static double bytes(List<View> views) {
    return views.stream().mapToDouble(KernelCall::bytes).sum();
  }

  /** Of the elements that a view shows; what it repeats counts once. */
  private static double bytes(View view) {
    double bytes = view.dtype().bytes();
    for (int axis = 0; axis < view.rank(); axis++) if (view.stride(axis) != 0) bytes *= view.dim(axis);
    return bytes;
  }
}
