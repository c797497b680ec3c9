package org.vitrail.kernels.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.VectorTest;
import org.vitrail.kernels.elementwise.Unary;

/** The vector functions against those of double precision, in units of the last place. */
@VectorTest
class VectorMathVectorTest {
  private static final float[] SPECIAL = {0, -0f, 1, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 1e-20f, 1e30f, -1e30f, Float.MAX_VALUE, -Float.MAX_VALUE,
      88.7f, 88.73f, 89, 0.5f, 1.5f};

  @Test void exp() {
    check(VectorMath::exp, Math::exp, -86.9, 88.7, 1);
    checkSpecial(VectorMath::exp, Math::exp);
  }

  @Test void expm1() {
    check(VectorMath::expm1, Math::expm1, -100, 88.7, 2);
    check(VectorMath::expm1, Math::expm1, -0.01, 0.01, 2);
    checkSpecial(VectorMath::expm1, Math::expm1);
  }

  @Test void log() {
    check(VectorMath::log, Math::log, 0, 3, 2);
    check(VectorMath::log, Math::log, 0, 1e30, 2);
    check(VectorMath::log, Math::log, 0, 1e-39, 2);
    checkSpecial(VectorMath::log, Math::log);
  }

  @Test void log1p() {
    check(VectorMath::log1p, Math::log1p, -1, 3, 2);
    check(VectorMath::log1p, Math::log1p, -1e-6, 1e-6, 2);
    check(VectorMath::log1p, Math::log1p, 0, 1e30, 2);
    check(VectorMath::log1pOfUnit, Math::log1p, 0, 1, 2);
    checkSpecial(VectorMath::log1p, Math::log1p);
  }

  @Test void tanh() {
    check(VectorMath::tanh, Math::tanh, -12, 12, 3);
    check(VectorMath::tanh, Math::tanh, -0.01, 0.01, 3);
    checkSpecial(VectorMath::tanh, Math::tanh);
  }

  @Test void sigmoid() {
    DoubleUnaryOperator sigmoid = x -> 1 / (1 + Math.exp(-x));
    check(VectorMath::sigmoid, sigmoid, -80, 30, 3);
    checkSpecial(VectorMath::sigmoid, sigmoid);
  }

  @Test void erf() {
    DoubleUnaryOperator erf = x -> Unary.ERF.apply(x, 0, 0);
    check(VectorMath::erf, erf, -5, 5, 3);
    check(VectorMath::erf, erf, -0.01, 0.01, 3);
    checkSpecial(VectorMath::erf, erf);
  }

  @Test void bell() {
    DoubleUnaryOperator bell = x -> Math.exp(-0.5 * x * x);
    check(VectorMath::bell, bell, -1, 1, 2);
    check(VectorMath::bell, bell, 1, 4, 12);
    check(VectorMath::bell, bell, -13, -4, 100);
    checkSpecial(VectorMath::bell, bell);
  }

  /** Φ = ½(1 + erf(x/√2)), in double precision good down to −5. */
  @Test void normalCdf() {
    UnaryOperator<FloatVector> cdf = x -> VectorMath.normalCdf(x, VectorMath.bell(x));
    DoubleUnaryOperator definition = x -> 0.5 * (1 + Unary.ERF.apply(x * Math.sqrt(0.5), 0, 0));
    check(cdf, definition, -1, 6, 4);
    check(cdf, definition, -5, -1, 16);
    checkSpecial(cdf, definition);
  }

  @Test void sumOfLanes() {
    var x = new float[Simd.LANES];
    for (int i = 0; i < x.length; i++) x[i] = 1 << i;
    assertEquals((1 << x.length) - 1, Runs.sumOfLanes(x, 0));
  }

  private static void check(UnaryOperator<FloatVector> f, DoubleUnaryOperator definition, double from, double to,
      double ulps) {
    int vectors = 1000;
    var x = new float[Simd.LANES];
    for (int v = 0; v < vectors; v++) {
      for (int i = 0; i < x.length; i++) x[i] = (float) (from + (to - from) * (v + (i + 0.5) / x.length) / vectors);
      var y = f.apply(FloatVector.fromArray(Simd.FLOATS, x, 0)).toArray();
      for (int i = 0; i < x.length; i++) {
        double expected = definition.applyAsDouble(x[i]);
        double error = Math.abs(y[i] - expected) / Math.ulp((float) expected);
        assertTrue(error <= ulps, "f(" + x[i] + ") is " + y[i] + ", " + error + " ulp from " + expected);
      }
    }
  }

  /** The same infinities and NaN; otherwise within a millionth, or less than the smallest normal float apart. */
  private static void checkSpecial(UnaryOperator<FloatVector> f, DoubleUnaryOperator definition) {
    for (float x : SPECIAL) {
      float expected = (float) definition.applyAsDouble(x);
      float y = f.apply(FloatVector.broadcast(Simd.FLOATS, x)).lane(Simd.LANES - 1);
      boolean close = Float.compare(y, expected) == 0
          || Math.abs(y - expected) <= Float.MIN_NORMAL + 1e-6 * Math.abs(expected) && Float.isFinite(expected);
      assertTrue(close, "f(" + x + ") is " + y + " instead of " + expected);
    }
  }
}
