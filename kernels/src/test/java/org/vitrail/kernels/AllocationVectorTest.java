package org.vitrail.kernels;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.conv.Window;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.optim.OptimizerSteps.AdamW;
import org.vitrail.kernels.reduce.Reductions.Kind;

/**
 * Compiled kernels allocate next to nothing: a vector that escapes would cost a few dozen bytes for each step of an inner
 * loop, a hundred times these bounds.
 */
@VectorTest
class AllocationVectorTest {
  private static final int CALLS = 2000;
  private static int threads;

  private final Sample sample = new Sample(1);
  private final Kernels kernels = Devices.named("cpu").kernels();

  @BeforeAll static void onOneThread() {
    threads = Workers.threads();
    Workers.resize(1);
  }

  @AfterAll static void asBefore() {
    Workers.resize(threads);
  }

  @Test void products() {
    var epilogue = new Epilogue(0.5, sample.dense(45), Unary.GELU, false);
    for (var left : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
      for (var right : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
        var a = sample.view(left, 35, 40);
        var b = sample.view(right, 40, 45);
        var c = sample.dense(35, 45);
        atMost(2000, left + " · " + right, () -> kernels.gemm().multiply(a, b, c, epilogue));
      }
    }
    var x = sample.dense(1, 90);
    var y = sample.dense(1, 70);
    for (var layout : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
      var b = sample.view(layout, 90, 70);
      atMost(2000, "vector · " + layout, () -> kernels.gemm().multiply(x, b, y, Epilogue.NONE));
    }
  }

  @Test void attention() {
    for (int queries : new int[] {2, 20, 90}) {
      var q = sample.dense(1, 2, queries, 40);
      var mask = sample.dense(1, 2, queries, queries);
      var m = sample.dense(1, 2, queries);
      var l = sample.dense(1, 2, queries);
      var o = sample.dense(1, 2, queries, 40);
      var dx = sample.dense(1, 2, queries, 40);
      var attention = kernels.attention();
      atMost(2000, "forward " + queries, () -> attention.forward(q, q, q, mask, 1, true, o, m, l));
      atMost(2000, "backward " + queries, () -> attention.backward(q, q, q, mask, 1, true, o, m, l, o, dx, dx, dx));
    }
  }

  @Test void convolution() {
    for (int groups : new int[] {1, 4}) {
      var window = new Window(3, 3, 1, 1, 1, 1, 1, 1, groups);
      var x = sample.dense(1, 4, 9, 20);
      var w = sample.dense(4, 4 / groups, 3, 3);
      var y = sample.dense(1, 4, 9, 20);
      atMost(4000, "forward, groups " + groups, () -> kernels.convolution().conv2d(x, w, null, window, y));
      atMost(4000, "input gradient, groups " + groups, () -> kernels.convolution().conv2dInputGrad(y, w, window, x));
      atMost(4000, "weight gradient, groups " + groups, () -> kernels.convolution().conv2dWeightGrad(x, y, window, w));
    }
  }

  @Test void elements() {
    var elements = kernels.elementwise();
    var x = sample.dense(9, 37);
    var y = sample.dense(9, 37);
    var z = sample.dense(9, 37);
    var bias = sample.dense(37);
    var row = new View(bias.storage(), 0, x.shape(), new int[] {0, 1});
    atMost(2000, "add", () -> elements.combine(Binary.ADD, x, y, z));
    atMost(2000, "add a row", () -> elements.combine(Binary.ADD, x, row, z));
    for (var f : new Unary[] {Unary.LOG, Unary.SOFTPLUS, Unary.GELU}) {
      atMost(2000, "" + f, () -> elements.map(f, 0, 0, x, z));
    }
    for (var f : new Unary[] {Unary.GELU, Unary.GELU_TANH, Unary.SWISH}) {
      atMost(2000, f + "′", () -> elements.mapGrad(f, 1, 1, 0, x, y, z));
      atMost(2000, f + "′ and bias", () -> elements.mapGradBias(f, 1, 0, x, y, z, bias));
      atMost(2000, f + "″", () -> elements.mapGrad(f, 2, 1, 0, x, y, z));
    }
  }

  @Test void rows() {
    var x = sample.dense(40, 37);
    var y = sample.dense(40, 37);
    var z = sample.dense(40, 37);
    var row = sample.dense(1, 37);
    var column = sample.dense(40, 1);
    var rstd = sample.dense(40);
    var targets = sample.ints(37, 40);
    atMost(2000, "sum of rows", () -> kernels.reductions().reduce(Kind.SUM, x, column));
    atMost(2000, "sum of columns", () -> kernels.reductions().reduce(Kind.SUM, x, row));
    atMost(2000, "softmax", () -> kernels.softmax().softmax(x, z));
    atMost(2000, "softmax′", () -> kernels.softmax().softmaxGrad(x, y, z));
    atMost(2000, "loss", () -> kernels.softmax().crossEntropy(x, targets, 0.1, -1, column, rstd));
    atMost(2000, "loss′", () -> kernels.softmax().crossEntropyGrad(x, targets, rstd, column, 0.1, -1, z));
    atMost(2000, "layer norm", () -> kernels.norms().layerNorm(x, row, row, 1e-5, z, column, rstd));
    atMost(2000, "layer norm′", () -> kernels.norms().layerNormGrad(x, row, column, rstd, y, null, z, row, row));
    atMost(2000, "layer norm′ and more", () -> kernels.norms().layerNormGrad(x, row, column, rstd, y, y, z, row, row));
    var moments = View.of(new Storage.Floats(new float[40 * 37]), 40, 37);
    var step = new AdamW(1e-9, 0.9, 0.999, 1e-8, 0, 1, 1);
    atMost(2000, "AdamW", () -> kernels.optimizerSteps().adamW(x, y, moments, moments, step));
  }

  /** Calls until it is compiled and a call takes at most {@code bytes}; fails after a while. */
  private static void atMost(int bytes, String what, Runnable kernel) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    long perCall = Long.MAX_VALUE;
    while (perCall > bytes && System.nanoTime() < deadline) {
      long before = used();
      for (int i = 0; i < CALLS; i++) kernel.run();
      long grown = used() - before;
      if (grown >= 0) perCall = grown / CALLS;
    }
    if (perCall > bytes) throw new AssertionError(what + " allocates " + perCall + " bytes per call");
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
