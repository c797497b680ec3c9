package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.vitrail.tensor.Tensor;

/** Python's operators on numbers, sequences and tensors. */
final class Operators {
  private static final int LONGEST = 1000;

  private Operators() {}

  static Object unary(String sign, Object x) {
    return switch (sign) {
      case "+" -> x;
      case "-" -> switch (x) {
        case Long n -> -n;
        case Double n -> -n;
        case null, default -> Values.tensor(x).neg();
      };
      case "~" -> x instanceof Mask mask ? new Mask(mask.tensor().eq(0)) : unknown(sign, x, x);
      default -> throw new IllegalStateException(sign);
    };
  }

  static Object binary(String sign, Object x, Object y) {
    if (isTensor(x) || isTensor(y)) return tensors(sign, x, y);
    if (x instanceof Long m && y instanceof Long n) return integers(sign, m, n);
    if (x instanceof Number m && y instanceof Number n) return reals(sign, m.doubleValue(), n.doubleValue());
    if (x instanceof List<?> a && y instanceof List<?> b && sign.equals("+")) {
      var joined = new ArrayList<Object>(a);
      joined.addAll(b);
      return joined;
    }
    if (x instanceof List<?> a && y instanceof Long n && sign.equals("*") && n <= LONGEST && a.size() * n <= LONGEST) {
      return Collections.nCopies((int) Math.max(0, n), a).stream().flatMap(List::stream).toList();
    }
    return switch (sign) {
      case "==" -> Objects.equals(x, y);
      case "!=" -> !Objects.equals(x, y);
      default -> unknown(sign, x, y);
    };
  }

  private static boolean isTensor(Object x) {
    return x instanceof Tensor || x instanceof Mask;
  }

  private static Object unknown(String sign, Object x, Object y) {
    throw new UnsupportedOperationException("'" + sign + "' is not understood of " + Values.describe(x) + " and "
        + Values.describe(y));
  }

  private static Object integers(String sign, long m, long n) {
    return switch (sign) {
      case "+" -> Math.addExact(m, n);
      case "-" -> Math.subtractExact(m, n);
      case "*" -> Math.multiplyExact(m, n);
      case "//" -> Math.floorDiv(m, n);
      case "%" -> Math.floorMod(m, n);
      case "&" -> m & n;
      case "|" -> m | n;
      case "**" -> n >= 0 ? (Object) Math.round(Math.pow(m, n)) : (Object) Math.pow(m, n);
      default -> reals(sign, m, n);
    };
  }

  private static Object reals(String sign, double x, double y) {
    return switch (sign) {
      case "+" -> x + y;
      case "-" -> x - y;
      case "*" -> x * y;
      case "/" -> x / y;
      case "//" -> Math.floor(x / y);
      case "%" -> x - y * Math.floor(x / y);
      case "**" -> Math.pow(x, y);
      case "<" -> x < y;
      case "<=" -> x <= y;
      case ">" -> x > y;
      case ">=" -> x >= y;
      case "==" -> x == y;
      case "!=" -> x != y;
      default -> unknown(sign, x, y);
    };
  }

  private static Object tensors(String sign, Object left, Object right) {
    if (sign.equals("@")) return Values.tensor(left).matmul(Values.tensor(right));
    if (sign.equals("**") && !isTensor(right)) return Values.real(Values.tensor(left)).pow(Values.number(right));
    boolean areMasks = left instanceof Mask && right instanceof Mask;
    var pair = promoted(left, right, sign.equals("/") || sign.equals("**"));
    var x = pair.get(0);
    var y = pair.get(1);
    return switch (sign) {
      case "+" -> x.add(y);
      case "-" -> x.sub(y);
      case "*" -> x.mul(y);
      case "/" -> x.div(y);
      case "**" -> x.pow(y);
      case "<" -> new Mask(x.lt(y));
      case "<=" -> new Mask(x.le(y));
      case ">" -> new Mask(x.gt(y));
      case ">=" -> new Mask(x.ge(y));
      case "==" -> new Mask(x.eq(y));
      case "!=" -> new Mask(x.ne(y));
      case "&" -> areMasks ? new Mask(x.mul(y)) : unknown(sign, left, right);
      case "|" -> areMasks ? new Mask(x.maximum(y)) : unknown(sign, left, right);
      default -> unknown(sign, left, right);
    };
  }

  /** Both as tensors of one type: integers meet reals as reals, a number takes the type of the tensor. */
  static List<Tensor> promoted(Object left, Object right, boolean asReals) {
    boolean reals = asReals || isReal(left) || isReal(right);
    var model = Values.tensor(isTensor(left) ? left : right);
    return List.of(promoted(left, model, reals), promoted(right, model, reals));
  }

  private static boolean isReal(Object x) {
    return x instanceof Double || x instanceof Tensor t && t.dtype().isReal();
  }

  private static Tensor promoted(Object x, Tensor model, boolean real) {
    if (isTensor(x)) return real ? Values.real(Values.tensor(x)) : Values.tensor(x);
    return (real ? Values.real(model) : model).scalarLike(Values.number(x));
  }
}
