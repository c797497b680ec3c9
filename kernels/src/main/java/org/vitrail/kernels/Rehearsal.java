package org.vitrail.kernels;

import static org.vitrail.kernels.math.Simd.LANES;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.optim.OptimizerSteps.AdamW;
import org.vitrail.kernels.reduce.Reductions.Kind;

/**
 * The kernels of a training step on inputs that are as small as can be and yet take every path: whole vectors and the
 * rest of one, full tiles and those at an edge. A path that was never taken is compiled into a trap, which throws the
 * compiled code away when it is. Scalar loops over the rest of a vector count as iterations too, so that the compiler
 * comes early. The heaviest kernels come first, for the compiler takes the longest with them.
 */
final class Rehearsal {
  private final Kernels kernels;
  private final List<Runnable> calls = new ArrayList<>();

  private Rehearsal(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Calls of one kernel each, of those that take both kinds of width first the one, later the other. */
  static List<Runnable> of(Kernels kernels) {
    var r = new Rehearsal(kernels);
    r.products();
    r.attention();
    for (int width : new int[] {6 * LANES - 1, 5 * LANES}) {
      r.norms(width);
      r.softmax(width);
      r.optimizer(width);
      r.activation(width);
      r.sums(width);
      r.elements(width);
    }
    return r.calls;
  }

  private static View zeros(int... shape) {
    int size = 1;
    for (int n : shape) size *= n;
    return View.of(new Storage.Floats(new float[size]), shape);
  }

  private static View transposed(int rows, int columns) {
    return new View(zeros(columns, rows).storage(), 0, new int[] {rows, columns}, new int[] {1, rows});
  }

  /** Full tiles of both heights, A by rows and by columns; then such at an edge: A·Bᵀ, Aᵀ·B and A·B. */
  private void products() {
    int k = 15;
    var gemm = kernels.gemm();
    for (var epilogue : new Epilogue[] {Epilogue.NONE, Epilogue.ACCUMULATE}) {
      for (var a : List.of(zeros(20, k), transposed(20, k))) {
        var b = zeros(k, 2 * LANES);
        var c = zeros(20, 2 * LANES);
        calls.add(() -> gemm.multiply(a, b, c, epilogue));
      }
    }
    int m = 5;
    int n = 13;
    var a = zeros(m, k);
    var b = zeros(k, n);
    var c = zeros(m, n);
    var aTransposed = transposed(m, k);
    var bTransposed = transposed(k, n);
    var bias = Epilogue.bias(zeros(n));
    calls.add(() -> gemm.multiply(a, bTransposed, c, bias));
    calls.add(() -> gemm.multiply(aTransposed, b, c, Epilogue.ACCUMULATE));
    calls.add(() -> gemm.multiply(a, b, c, Epilogue.NONE));
  }

  private void attention() {
    int keys = 9;
    int width = 4;
    var attention = kernels.attention();
    for (int queries : new int[] {1, 2 * LANES, 5 * LANES + 1}) {
      var q = zeros(1, 1, queries, width);
      var k = zeros(1, 1, keys, width);
      var o = zeros(1, 1, queries, width);
      var m = zeros(1, 1, queries);
      var l = zeros(1, 1, queries);
      var dq = zeros(1, 1, queries, width);
      var dk = zeros(1, 1, keys, width);
      var dv = zeros(1, 1, keys, width);
      for (boolean causal : new boolean[] {false, true}) {
        calls.add(() -> attention.forward(q, k, k, null, 1, causal, o, m, l));
        calls.add(() -> attention.backward(q, k, k, null, 1, causal, o, m, l, o, dq, dk, dv));
      }
    }
  }

  private void norms(int n) {
    var norms = kernels.norms();
    var x = zeros(2, n);
    var y = zeros(2, n);
    var row = zeros(n);
    var gradient = zeros(n);
    var mean = zeros(2);
    var rstd = zeros(2);
    calls.add(() -> norms.layerNorm(x, row, row, 1e-5, y, mean, rstd));
    calls.add(() -> norms.layerNormGrad(x, row, mean, rstd, x, null, y, gradient, gradient));
    calls.add(() -> norms.layerNormGrad(x, row, mean, rstd, x, x, y, gradient, gradient));
  }

  private void softmax(int n) {
    var softmax = kernels.softmax();
    var x = zeros(2, n);
    var y = zeros(2, n);
    var loss = zeros(2);
    var lse = zeros(2);
    var targets = View.of(new Storage.Ints(new int[2]), 2);
    calls.add(() -> softmax.softmax(x, y));
    calls.add(() -> softmax.crossEntropy(x, targets, 0, 0, -1, loss, lse));
    calls.add(() -> softmax.crossEntropyGrad(x, targets, lse, loss, 0, 0, -1, y));
  }

  private void optimizer(int n) {
    var p = zeros(n);
    var g = zeros(n);
    var m = zeros(n);
    var v = zeros(n);
    var step = new AdamW(1e-3, 0.9, 0.999, 1e-8, 0, 1, 1);
    calls.add(() -> kernels.optimizerSteps().adamW(p, g, m, v, step));
  }

  private void activation(int n) {
    var elementwise = kernels.elementwise();
    var x = zeros(1, n);
    var y = zeros(1, n);
    var sums = zeros(n);
    calls.add(() -> elementwise.map(Unary.GELU, 1, 0, x, y));
    calls.add(() -> elementwise.mapGrad(Unary.GELU, 1, 1, 0, x, x, y));
    calls.add(() -> elementwise.mapGradBias(Unary.GELU, 1, 0, x, x, y, sums));
    var halves = zeros(2, 2 * n);
    var half = new View(halves.storage(), 0, new int[] {2, n}, halves.strides());
    var z = zeros(2, n);
    calls.add(() -> elementwise.gate(Unary.SWISH, 1, 0, half, half, z));
    calls.add(() -> elementwise.gateGrad(Unary.SWISH, 1, 0, half, half, half, z));
  }

  private void sums(int n) {
    var x = zeros(3, n);
    var row = zeros(1, n);
    var total = zeros(1, 1);
    calls.add(() -> kernels.reductions().reduce(Kind.SUM, x, row));
    calls.add(() -> kernels.reductions().reduce(Kind.SUM, x, total));
  }

  /** Sums, with and without a broadcast row, and copies, with and without a transposition. */
  private void elements(int n) {
    var elementwise = kernels.elementwise();
    var x = zeros(3, n);
    var y = zeros(3, n);
    var row = new View(zeros(n).storage(), 0, x.shape(), new int[] {0, 1});
    var turned = transposed(3, n);
    calls.add(() -> elementwise.combine(Binary.ADD, x, x, y));
    calls.add(() -> elementwise.combine(Binary.ADD, x, row, y));
    calls.add(() -> elementwise.copy(x, y));
    calls.add(() -> elementwise.copy(turned, y));
  }
}
