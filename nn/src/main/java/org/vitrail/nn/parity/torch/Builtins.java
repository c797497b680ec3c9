package org.vitrail.nn.parity.torch;

import java.util.List;
import java.util.Map;
import org.vitrail.tensor.Tensor;

/** Names of Python itself, and {@code math}. */
final class Builtins {
  private Builtins() {}

  static void define(Map<String, Object> names) {
    names.put("tuple", new Function("tuple(values)", Builtins::sequence));
    names.put("list", new Function("list(values)", Builtins::sequence));
    names.put("len", new Function("len(values)", a -> a.get("values") instanceof List<?> list ? (long) list.size()
        : (long) a.tensor("values").dim(0)));
    names.put("float", new Function("float(x)", a -> a.get("x") instanceof String s ? parse(s) : a.number("x")));
    names.put("int", new Function("int(x)", a -> (long) a.number("x")));
    names.put("abs", new Function("abs(x)", a -> switch (a.get("x")) {
      case Long n -> Math.abs(n);
      case Double n -> Math.abs(n);
      case null, default -> a.tensor("x").abs();
    }));
    names.put("math", new Module("math", Map.of("pi", Math.PI, "e", Math.E, "inf", Double.POSITIVE_INFINITY,
        "sqrt", new Function("sqrt(x)", a -> Math.sqrt(a.number("x"))),
        "log", new Function("log(x)", a -> Math.log(a.number("x"))),
        "exp", new Function("exp(x)", a -> Math.exp(a.number("x"))),
        "prod", new Function("prod(values)", a -> product(a.integers("values")))), null));
  }

  private static Object sequence(Arguments a) {
    return a.get("values") instanceof Tensor t ? t.unbind(0) : a.get("values");
  }

  private static long product(int[] values) {
    long product = 1;
    for (int value : values) product = Math.multiplyExact(product, value);
    return product;
  }

  private static double parse(String text) {
    return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }
}
