package org.vitrail.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import org.vitrail.kernels.DType;

/**
 * How NumPy writes the real numbers of one array, all in one width: the fewest digits that tell each number from its
 * neighbours of the same type, at most eight behind the point; with exponents where numbers are large (1e8, F32 1e6),
 * small (1e-4), or differ by a factor of more than 1000.
 */
final class RealText {
  private static final int MOST_DIGITS = 8;

  /** A number in parts; the sign belongs to the integer. */
  private record Parts(String integer, String fraction, String exponent) {}

  private final boolean single;
  private final boolean scientific;
  /** Most digits behind a point. */
  private final int digits;
  private final int exponentDigits;
  /** Characters before the point, and behind it. */
  private final int left;
  private final int right;

  RealText(double[] numbers, DType dtype) {
    single = dtype == DType.F32;
    var finite = Arrays.stream(numbers).filter(Double::isFinite).toArray();
    scientific = isScientific(Arrays.stream(finite).map(Math::abs).filter(x -> x > 0).toArray());
    digits = Arrays.stream(finite).mapToInt(this::digitsBehindPoint).max().orElse(0);
    var parts = Arrays.stream(finite).mapToObj(this::parts).toList();
    exponentDigits = parts.stream().mapToInt(p -> p.exponent.length()).max().orElse(0);
    right = digits + (scientific ? "e+".length() + exponentDigits : 0);
    int integers = parts.stream().mapToInt(p -> p.integer.length()).max().orElse(0);
    int specials = Arrays.stream(numbers).filter(x -> !Double.isFinite(x)).mapToInt(x -> special(x).length()).max()
        .orElse(0);
    left = Math.max(integers, specials - ".".length() - right);
  }

  /** A number outside any array: all its digits, with an exponent below 1e-4 and from 1e16 (F32 1e6) on. */
  static String alone(double x, DType dtype) {
    if (!Double.isFinite(x)) return special(x);
    var sign = Double.doubleToRawLongBits(x) < 0 ? "-" : "";
    if (x == 0) return sign + "0.0";
    var value = new RealText(new double[] {x}, dtype).shortest(x);
    if (Math.abs(x) >= 1e-4 && Math.abs(x) < (dtype == DType.F32 ? 1e6 : 1e16)) {
      var plain = value.toPlainString();
      return sign + plain + (plain.contains(".") ? "" : ".0");
    }
    var all = value.unscaledValue().toString();
    int exponent = value.precision() - value.scale() - 1;
    return sign + all.charAt(0) + (all.length() > 1 ? "." + all.substring(1) : "") + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
  }

  private boolean isScientific(double[] sizes) {
    if (sizes.length == 0) return false;
    double min = Arrays.stream(sizes).min().getAsDouble();
    double max = Arrays.stream(sizes).max().getAsDouble();
    if (single) return max >= 1e6 || min < 0.0001f || (float) max / (float) min > 1000;
    return max >= 1e8 || min < 0.0001 || max / min > 1000;
  }

  /** One of the numbers as text. */
  String text(double x) {
    if (!Double.isFinite(x)) return " ".repeat(left + ".".length() + right - special(x).length()) + special(x);
    var p = parts(x);
    var start = " ".repeat(left - p.integer.length()) + p.integer + "." + p.fraction;
    if (!scientific) return start + " ".repeat(digits - p.fraction.length());
    return start + (Math.abs(x) < 1 && x != 0 ? "e-" : "e+") + "0".repeat(exponentDigits - p.exponent.length()) + p.exponent;
  }

  private static String special(double x) {
    return Double.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  }

  private int digitsBehindPoint(double x) {
    return scientific ? rounded(x).precision() - 1 : Math.max(0, rounded(x).scale());
  }

  private Parts parts(double x) {
    var sign = Double.doubleToRawLongBits(x) < 0 ? "-" : "";
    if (!scientific) {
      var halves = rounded(x).toPlainString().split("\\.");
      return new Parts(sign + halves[0], halves.length > 1 ? halves[1] : "", "");
    }
    var value = exact(x).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    var all = value.unscaledValue() + "0".repeat(digits);
    int exponent = Math.abs(value.precision() - value.scale() - 1);
    return new Parts(sign + all.charAt(0), all.substring(1, digits + 1), (exponent < 10 ? "0" : "") + exponent);
  }

  /** The size of x in the fewest digits, rounded if more than eight stand behind the point. */
  private BigDecimal rounded(double x) {
    var shortest = shortest(x);
    if (scientific) {
      var context = new MathContext(MOST_DIGITS + 1, RoundingMode.HALF_EVEN);
      return shortest.precision() <= MOST_DIGITS + 1 ? shortest : exact(x).round(context).stripTrailingZeros();
    }
    return shortest.scale() <= MOST_DIGITS ? shortest
        : exact(x).setScale(MOST_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  private static BigDecimal exact(double x) {
    return new BigDecimal(Math.abs(x));
  }

  private BigDecimal shortest(double x) {
    var size = Math.abs(x);
    var value = new BigDecimal(single ? Float.toString((float) size) : Double.toString(size)).stripTrailingZeros();
    var oneDigit = value.round(new MathContext(1));      // Java prefers a closer number of two digits
    boolean suffices = single ? oneDigit.floatValue() == (float) size : oneDigit.doubleValue() == size;
    return suffices ? oneDigit : value;
  }
}
