package org.vitrail.kernels.elementwise;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** {@code z = f(x, y)} for every {@link Binary}, a loop each as in {@link UnaryLoops}. */
final class BinaryLoops {
  private BinaryLoops() {}

  static Loop of(Binary f) {
    return switch (f) {
      case ADD -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).add(t.y(k)).intoArray(t.z, t.at + k); };
      case SUB -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).sub(t.y(k)).intoArray(t.z, t.at + k); };
      case MUL -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).mul(t.y(k)).intoArray(t.z, t.at + k); };
      case DIV -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).div(t.y(k)).intoArray(t.z, t.at + k); };
      case POW -> t -> t.each(Math::pow);
      case MAX -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).max(t.y(k)).intoArray(t.z, t.at + k); };
      case MIN -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).min(t.y(k)).intoArray(t.z, t.at + k); };
      case EQ ->
          t -> { for (int k = 0; k < t.n; k += LANES) truth(t.x(k).compare(EQ, t.y(k))).intoArray(t.z, t.at + k); };
      case NE ->
          t -> { for (int k = 0; k < t.n; k += LANES) truth(t.x(k).compare(NE, t.y(k))).intoArray(t.z, t.at + k); };
      case LT ->
          t -> { for (int k = 0; k < t.n; k += LANES) truth(t.x(k).compare(LT, t.y(k))).intoArray(t.z, t.at + k); };
      case LE ->
          t -> { for (int k = 0; k < t.n; k += LANES) truth(t.x(k).compare(LE, t.y(k))).intoArray(t.z, t.at + k); };
      case GT ->
          t -> { for (int k = 0; k < t.n; k += LANES) truth(t.x(k).compare(GT, t.y(k))).intoArray(t.z, t.at + k); };
      case GE ->
          t -> { for (int k = 0; k < t.n; k += LANES) truth(t.x(k).compare(GE, t.y(k))).intoArray(t.z, t.at + k); };
    };
  }

  /** {@code z = x ≠ 0 ? y : w}. */
  static Loop select() {
    return t -> {
      for (int k = 0; k < t.n; k += LANES) {
        t.w(k).blend(t.y(k), t.x(k).compare(NE, 0)).intoArray(t.z, t.at + k);
      }
    };
  }

  private static FloatVector truth(VectorMask<Float> mask) {
    return broadcast(FLOATS, 0).blend(1, mask);
  }
}
