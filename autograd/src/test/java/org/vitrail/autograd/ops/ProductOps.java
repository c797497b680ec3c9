package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.many;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.Products;
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
        op("linear without bias", (x, w) -> x.linear(w, null), shape("m k"), shape("n k")),
        many("linear onto a residual", in -> in.get(0).linear(in.get(1), in.get(2), in.get(3)), shape("b m k"), shape("n k"),
            shape("n"), shape("b m n")),
        op("linear onto its input", (x, w) -> x.linear(w, null, x), shape("m 3"), shape("3 3")),
        op("activatedLinear", (x, w, b) -> x.linear(w, b, Unary.GELU, 1), shape("b m k"), shape("n k"), shape("n")),
        op("activatedLinear without bias", (x, w) -> x.linear(w, null, Unary.SWISH, 1.7), shape("m k"), shape("n k")),
        op("outer", Tensor::outer, shape("m"), shape("n")),
        many("bilinear", in -> in.get(0).bilinear(in.get(1), in.get(2), in.get(3)), shape("b m"), shape("b n"),
            shape("k m n"), shape("k")),
        op("einsum", (x, y) -> Products.einsum("bmk,bnk->bmn", x, y), shape("b m k"), shape("b n k")),
        op("einsum trace", x -> Products.einsum("bii->b", x), shape("b m m")),
        op("einsum implicit", (x, y) -> Products.einsum("ba,ca", x, y), shape("m k"), shape("n k")),
        op("einsum dots", (x, y) -> Products.einsum("...ij,j...->i...", x, y), shape("2 m k"), shape("k 2")),
        op("einsum of three", (x, y, z) -> Products.einsum("ij,jk,kj->ik", x, y, z), shape("m k"), shape("k n"),
            shape("n k")));
  }
}
