package org.vitrail.tensor;

import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.ops.Add;
import org.vitrail.tensor.ops.Compare;
import org.vitrail.tensor.ops.Div;
import org.vitrail.tensor.ops.Extremum;
import org.vitrail.tensor.ops.Map;
import org.vitrail.tensor.ops.Mul;
import org.vitrail.tensor.ops.Pow;
import org.vitrail.tensor.ops.Sub;
import org.vitrail.tensor.ops.Where;

/** Arithmetic of two tensors, broadcast against each other, or of a tensor and a number. */
public sealed interface Arithmetic permits Tensor {
  Tensor self();

  default Tensor add(Tensor y) {
    return Tensor.of(new Add(self(), y));
  }

  default Tensor add(double y) {
    return Tensor.of(new Map(Unary.AFFINE, 1, y, self()));
  }

  default Tensor sub(Tensor y) {
    return Tensor.of(new Sub(self(), y));
  }

  default Tensor sub(double y) {
    return add(-y);
  }

  default Tensor mul(Tensor y) {
    return Tensor.of(new Mul(self(), y));
  }

  default Tensor mul(double y) {
    return Tensor.of(new Map(Unary.AFFINE, y, 0, self()));
  }

  default Tensor div(Tensor y) {
    return Tensor.of(new Div(self(), y));
  }

  default Tensor div(double y) {
    return mul(1 / y);
  }

  default Tensor neg() {
    return mul(-1);
  }

  /** {@code x^y}. */
  default Tensor pow(Tensor y) {
    return Tensor.of(new Pow(self(), y));
  }

  /** The larger of the two; equal elements share the gradient. */
  default Tensor maximum(Tensor y) {
    return Tensor.of(new Extremum(Binary.MAX, self(), y));
  }

  /** The smaller of the two; equal elements share the gradient. */
  default Tensor minimum(Tensor y) {
    return Tensor.of(new Extremum(Binary.MIN, self(), y));
  }

  /** {@code x = y}, I32 0 or 1, as all comparisons. */
  default Tensor eq(Tensor y) {
    return Tensor.of(new Compare(Binary.EQ, self(), y));
  }

  default Tensor ne(Tensor y) {
    return Tensor.of(new Compare(Binary.NE, self(), y));
  }

  default Tensor lt(Tensor y) {
    return Tensor.of(new Compare(Binary.LT, self(), y));
  }

  default Tensor le(Tensor y) {
    return Tensor.of(new Compare(Binary.LE, self(), y));
  }

  default Tensor gt(Tensor y) {
    return Tensor.of(new Compare(Binary.GT, self(), y));
  }

  default Tensor ge(Tensor y) {
    return Tensor.of(new Compare(Binary.GE, self(), y));
  }

  default Tensor eq(double y) {
    return eq(self().scalarLike(y));
  }

  default Tensor ne(double y) {
    return ne(self().scalarLike(y));
  }

  default Tensor lt(double y) {
    return lt(self().scalarLike(y));
  }

  default Tensor gt(double y) {
    return gt(self().scalarLike(y));
  }

  /** {@code this ≠ 0 ? x : y}; this is I32. */
  default Tensor where(Tensor x, Tensor y) {
    return Tensor.of(new Where(self(), x, y));
  }

  /** {@code mask ≠ 0 ? value : x}. */
  default Tensor maskedFill(Tensor mask, double value) {
    return mask.where(self().scalarLike(value), self());
  }
}
