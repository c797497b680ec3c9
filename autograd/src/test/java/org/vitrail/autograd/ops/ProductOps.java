package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.tensor.Tensor;

final class ProductOps {
  private ProductOps() {}

  static List<OpTest> lines() {
    return List.of(
        op("matmul", Tensor::matmul, shape("m k"), shape("k n")),
        op("matmul batched", Tensor::matmul, shape("b 1 m k"), shape("2 k n")),
        op("matmul row", Tensor::matmul, shape("k"), shape("b k n")),
        op("matmul column", Tensor::matmul, shape("b m k"), shape("k")),
        op("matmul dot", Tensor::matmul, shape("k"), shape("k")),
        op("linear", Tensor::linear, shape("b m k"), shape("n k"), shape("n")),
        op("linear without bias", (x, w) -> x.linear(w, null), shape("m k"), shape("n k")));
  }
}
