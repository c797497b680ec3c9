package org.vitrail.kernels.elementwise;

import java.util.function.DoubleBinaryOperator;

/** Functions of two elements; {@link #apply} is their definition. */
public enum Binary {
  ADD((x, y) -> x + y),
  SUB((x, y) -> x - y),
  MUL((x, y) -> x * y),
  DIV((x, y) -> x / y),
  POW(Math::pow),
  MAX(Math::max),
  MIN(Math::min),
  EQ((x, y) -> x == y ? 1 : 0),
  NE((x, y) -> x != y ? 1 : 0),
  LT((x, y) -> x < y ? 1 : 0),
  LE((x, y) -> x <= y ? 1 : 0),
  GT((x, y) -> x > y ? 1 : 0),
  GE((x, y) -> x >= y ? 1 : 0);

  private final DoubleBinaryOperator definition;

  Binary(DoubleBinaryOperator definition) {
    this.definition = definition;
  }

  public double apply(double x, double y) {
    return definition.applyAsDouble(x, y);
  }

  /** Whether the result is a truth value, I32 0 or 1. */
  public boolean isComparison() {
    return ordinal() >= EQ.ordinal();
  }
}
