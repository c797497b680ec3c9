package org.vitrail.bench.profile;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrail.bench.limit.Cost;
import org.vitrail.kernels.View;
import org.vitrail.kernels.conv.Window;
import org.vitrail.kernels.gemm.Gemm.Epilogue;

/**
 * A call of a kernel in words and numbers. Operations count as they do in the definition: a product takes 2·m·n·k,
 * everything that is not a product one for each element of its largest view. Bytes are those of the elements that each
 * view shows, once; a view that is updated in place counts twice.
 *
 * @param kernel {@code gemm NT}, {@code map gelu}
 * @param shape of the product, or of the largest view
 */
record KernelCall(String kernel, String shape, Cost cost) {

  /** The call of {@code method} of the family {@code family} with {@code arguments}. */
  static KernelCall of(String family, Method method, Object[] arguments) {
    var views = new ArrayList<View>();
    var options = new StringBuilder();
    for (var argument : arguments) {
      collect(argument, views);
      if (argument instanceof Enum<?> e) options.append(' ').append(e.name().toLowerCase(Locale.ROOT));
    }
    double bytes = views.stream().mapToDouble(KernelCall::bytes).sum();
    return switch (family) {
      case "gemm" -> gemm(views, arguments, bytes);
      case "attention" -> attention(method.getName(), views, arguments, bytes);
      case "convolution" -> convolution(method.getName(), views, arguments, bytes);
      case "optimizerSteps" -> other(method.getName(), views, bytes / 4 * 7);
      case "indexing" -> other(method.getName(), views.subList(1, views.size()), 2 * bytes(views.getLast()));
      default -> other(method.getName() + options, views, bytes);
    };
  }

  /** The views among the arguments, and those in records, such as a bias. */
  private static void collect(Object argument, List<View> views) {
    switch (argument) {
      case View view -> views.add(view);
      case Epilogue e -> collect(e.bias(), views);
      case View[] many -> views.addAll(Arrays.asList(many));
      case null, default -> { }
    }
  }

  private static KernelCall gemm(List<View> views, Object[] arguments, double bytes) {
    var a = views.get(0);
    var b = views.get(1);
    var c = views.get(2);
    double flops = 2.0 * c.size() * a.dim(-1);
    int batch = c.size() / Math.max(1, c.dim(-2) * c.dim(-1));
    var epilogue = Arrays.stream(arguments).filter(Epilogue.class::isInstance).map(Epilogue.class::cast).findFirst();
    boolean accumulates = epilogue.isPresent() && epilogue.get().accumulate();
    var kernel = "gemm " + letter(a) + letter(b) + epilogue.map(KernelCall::words).orElse("");
    var shape = (batch == 1 ? "" : batch + "x(") + c.dim(-2) + "x" + a.dim(-1) + "x" + c.dim(-1) + (batch == 1 ? "" : ")");
    return new KernelCall(kernel, shape, new Cost(flops, accumulates ? bytes + bytes(c) : bytes));
  }

  /** T for a matrix whose columns stand without gaps in memory, N for one whose rows do. */
  private static String letter(View matrix) {
    return matrix.stride(-1) != 1 && matrix.stride(-2) == 1 && matrix.dim(-1) > 1 ? "T" : "N";
  }

  private static String words(Epilogue e) {
    return (e.bias() == null ? "" : " +bias")
        + (e.activation() == null ? "" : " +" + e.activation().name().toLowerCase(Locale.ROOT))
        + (e.accumulate() ? " +c" : "");
  }

  /** Two products of (queries, keys, headDim) forward, five backward; half of each where a query sees half the keys. */
  private static KernelCall attention(String method, List<View> views, Object[] arguments, double bytes) {
    var q = views.get(0);
    var k = views.get(1);
    boolean causal = Arrays.asList(arguments).contains(true);
    double pairs = (double) q.dim(0) * q.dim(1) * q.dim(2) * (causal ? (k.dim(2) + 1) / 2.0 : k.dim(2));
    int products = method.equals("backward") ? 5 : 2;
    return new KernelCall("attention " + method + (causal ? " causal" : ""), text(q),
        new Cost(2 * products * pairs * q.dim(3), bytes));
  }

  private static KernelCall convolution(String method, List<View> views, Object[] arguments, double bytes) {
    var window = Arrays.stream(arguments).filter(Window.class::isInstance).map(Window.class::cast).findFirst().orElseThrow();
    if (method.equals("maxPool")) return other(method, views, bytes);
    var x = views.get(method.equals("conv2dInputGrad") ? views.size() - 1 : 0);
    var y = views.get(method.equals("conv2d") ? views.size() - 1 : method.equals("conv2dInputGrad") ? 0 : 1);
    double taps = (double) window.kernelY() * window.kernelX() * x.dim(1) / window.groups();
    return new KernelCall(method, text(x) + " k" + window.kernelY(), new Cost(2 * y.size() * taps, bytes));
  }

  private static KernelCall other(String kernel, List<View> views, double bytes) {
    var largest = views.stream().max(java.util.Comparator.comparingInt(View::size)).orElseThrow();
    return new KernelCall(kernel, text(largest), new Cost(largest.size(), bytes));
  }

  private static String text(View view) {
    return Arrays.stream(view.shape()).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }

  /** Of the elements that a view shows; what it repeats counts once. */
  private static double bytes(View view) {
    double bytes = view.dtype().bytes();
    for (int axis = 0; axis < view.rank(); axis++) if (view.stride(axis) != 0) bytes *= view.dim(axis);
    return bytes;
  }
}
