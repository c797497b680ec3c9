package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;
import static org.vitrail.nn.parity.torch.Library.method;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.vitrail.tensor.Tensor;

/** Functions of each element, and arithmetic by name. */
final class ElementwiseTable {
  private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = Map.ofEntries(
      Map.entry("abs", Tensor::abs), Map.entry("neg", Tensor::neg), Map.entry("sign", Tensor::sign),
      Map.entry("round", Tensor::round), Map.entry("floor", Tensor::floor),
      Map.entry("ceil", x -> x.neg().floor().neg()), Map.entry("square", Tensor::square),
      Map.entry("sqrt", Tensor::sqrt), Map.entry("rsqrt", Tensor::rsqrt), Map.entry("reciprocal", Tensor::reciprocal),
      Map.entry("exp", Tensor::exp), Map.entry("expm1", Tensor::expm1), Map.entry("log", Tensor::log),
      Map.entry("log1p", Tensor::log1p), Map.entry("log2", x -> x.log().mul(1 / Math.log(2))),
      Map.entry("sin", Tensor::sin), Map.entry("cos", Tensor::cos), Map.entry("tan", x -> x.sin().div(x.cos())),
      Map.entry("erf", Tensor::erf), Map.entry("tanh", Tensor::tanh), Map.entry("sigmoid", Tensor::sigmoid),
      Map.entry("relu", Tensor::relu), Map.entry("logsigmoid", Tensor::logSigmoid), Map.entry("silu", Tensor::silu),
      Map.entry("hardswish", Tensor::hardSwish), Map.entry("mish", Tensor::mish),
      Map.entry("relu6", x -> x.clamp(0, 6)), Map.entry("softsign", x -> x.div(x.abs().add(1))),
      Map.entry("hardsigmoid", x -> x.mul(1 / 6.0).add(0.5).clamp(0, 1)),
      Map.entry("hardtanh", x -> x.clamp(-1, 1)), Map.entry("tanhshrink", x -> x.sub(x.tanh())));
  private static final Map<String, String> OPERATORS = Map.ofEntries(
      Map.entry("sub", "-"), Map.entry("mul", "*"), Map.entry("multiply", "*"), Map.entry("div", "/"),
      Map.entry("divide", "/"), Map.entry("true_divide", "/"), Map.entry("lt", "<"), Map.entry("le", "<="),
      Map.entry("gt", ">"), Map.entry("ge", ">="), Map.entry("eq", "=="), Map.entry("ne", "!="),
      Map.entry("logical_and", "&"), Map.entry("logical_or", "|"));

  private ElementwiseTable() {}

  static void define() {
    FUNCTIONS.forEach((name, f) -> method(name + "(input, inplace=False)", a -> f.apply(a.real("input"))));
    OPERATORS.forEach((name, sign) ->
        method(name + "(input, other)", a -> Operators.binary(sign, a.get("input"), a.get("other"))));
    method("add(input, other, alpha=1)", a -> Operators.binary("+", a.get("input"),
        Operators.binary("*", a.get("other"), a.get("alpha"))));
    method("pow(input, exponent)", a -> Operators.binary("**", a.get("input"), a.get("exponent")));
    method("logical_not(input)", a -> Operators.unary("~", a.get("input")));
    method("maximum(input, other)", a -> larger(a.get("input"), a.get("other")));
    method("minimum(input, other)", a -> smaller(a.get("input"), a.get("other")));
    method("clamp(input, min=None, max=None)", ElementwiseTable::clamp);
    method("clip(input, min=None, max=None)", ElementwiseTable::clamp);
    method("clamp_min(input, min)", a -> bounded(a.real("input"), a.get("min"), null));
    method("clamp_max(input, max)", a -> bounded(a.real("input"), null, a.get("max")));
    method("where(condition, input, other)", a -> {
      var pair = Operators.promoted(a.get("input"), a.get("other"), false);
      return a.tensor("condition").where(pair.get(0), pair.get(1));
    });
    method("masked_fill(input, mask, value)",
        a -> a.tensor("input").maskedFill(a.tensor("mask"), a.number("value")));
    method("float(input)", a -> DTypeName.FLOAT.of(a.tensor("input")));
    method("double(input)", a -> DTypeName.DOUBLE.of(a.tensor("input")));
    method("long(input)", a -> DTypeName.INTEGER.of(a.tensor("input")));
    method("int(input)", a -> DTypeName.INTEGER.of(a.tensor("input")));
    method("bool(input)", a -> DTypeName.BOOL.of(a.tensor("input")));
    method("to(input, dtype)", a -> a.get("dtype") instanceof DTypeName t ? t.of(a.tensor("input")) : a.get("input"));
    method("type_as(input, other)", a -> DTypeName.of(a.get("other")).of(a.tensor("input")));
    method("item(input)", a -> a.tensor("input").dtype().isReal() ? (Object) a.tensor("input").item()
        : (long) a.tensor("input").item());
    activations();
  }

  private static void activations() {
    functional("gelu(input, approximate='none')",
        a -> a.text("approximate").equals("tanh") ? a.tensor("input").geluTanh() : a.tensor("input").gelu());
    functional("leaky_relu(input, negative_slope=0.01, inplace=False)",
        a -> a.tensor("input").leakyRelu(a.number("negative_slope")));
    functional("elu(input, alpha=1.0, inplace=False)", a -> a.tensor("input").elu(a.number("alpha")));
    functional("softplus(input, beta=1.0, threshold=20.0)", a -> {
      double beta = a.number("beta");
      return a.tensor("input").mul(beta).softplus().mul(1 / beta);
    });
    functional("hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False)",
        a -> a.tensor("input").clamp(a.number("min_val"), a.number("max_val")));
    functional("glu(input, dim=-1)", a -> {
      var halves = a.tensor("input").chunk(a.integer("dim"), 2);
      return halves.get(0).mul(halves.get(1).sigmoid());
    });
    functional("dropout(input, p=0.5, training=True, inplace=False)", a -> {
      a.require(!a.flag("training") || a.number("p") == 0, "random numbers");
      return a.tensor("input");
    });
  }

  private static Object clamp(Arguments a) {
    return bounded(a.tensor("input"), a.get("min"), a.get("max"));
  }

  private static Tensor bounded(Tensor x, Object low, Object high) {
    if (x.dtype().isReal() && !(low instanceof Tensor) && !(high instanceof Tensor)) {
      return x.clamp(low == null ? Double.NEGATIVE_INFINITY : Values.number(low),
          high == null ? Double.POSITIVE_INFINITY : Values.number(high));
    }
    var above = low == null ? x : larger(x, low);
    return high == null ? above : smaller(above, high);
  }

  private static Tensor larger(Object x, Object y) {
    var pair = Operators.promoted(x, y, false);
    return pair.get(0).maximum(pair.get(1));
  }

  private static Tensor smaller(Object x, Object y) {
    var pair = Operators.promoted(x, y, false);
    return pair.get(0).minimum(pair.get(1));
  }
}
