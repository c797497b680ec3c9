package org.vitrail.kernels;

import static org.vitrail.kernels.math.Simd.LANES;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.conv.Window;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.gemm.lessons.Lesson;
import org.vitrail.kernels.optim.OptimizerSteps.AdamW;
import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.kernels.weights.Codec;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.Projection;
import org.vitrail.kernels.weights.StoredMatrix;

/** Calls of every SIMD kernel, forward and backward, on small inputs with whole vectors and with the rest of one. */
final class EveryKernel {
  /**
   * A call and its name.
   *
   * @param bytes that it may allocate, once compiled, for tasks, views and axes
   */
  record Call(String name, int bytes, Runnable kernel) {}

  private static final int BYTES = 2000;
  /** Work space of the lessons. */
  private static final int LESSON_BYTES = 140_000;

  private final Sample sample = new Sample(1);
  private final Kernels kernels = Devices.named("cpu").kernels();
  private final List<Call> calls = new ArrayList<>();

  private EveryKernel() {}

  static List<Call> calls() {
    var all = new EveryKernel();
    all.products();
    all.attention();
    all.longAttention();
    all.convolutions();
    for (int n : new int[] {96, 117}) {
      all.elements(n);
      all.rows(n);
    }
    all.others();
    all.weights();
    all.projections();
    return all.calls;
  }

  /** Calls all of them, over and over, and says how often; ends with standard input. */
  public static void main(String[] args) throws IOException {
    var calls = calls();
    for (int round = 1; System.in.available() == 0; round++) {
      for (var call : calls) for (int i = 0; i < 100; i++) call.kernel.run();
      System.out.println(round);
    }
  }

  private void add(String name, Runnable kernel) {
    add(name, BYTES, kernel);
  }

  private void add(String name, int bytes, Runnable kernel) {
    calls.add(new Call(name, bytes, kernel));
  }

  private void products() {
    var gemm = kernels.gemm();
    for (var left : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
      for (var right : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
        for (int n : new int[] {32, 109}) {
          var a = sample.view(left, 37, 40);
          var b = sample.view(right, 40, n);
          var c = sample.dense(37, n);
          var gelu = new Epilogue(0.5, sample.dense(n), Unary.GELU, false);
          var name = left + " · " + right + ", " + n + " columns";
          add(name, () -> gemm.multiply(a, b, c, gelu));
          add(name + " +=", () -> gemm.multiply(a, b, c, Epilogue.ACCUMULATE));
        }
      }
    }
    var wide = sample.dense(300, 1100);
    var deep = sample.dense(1100, 45);
    var small = sample.dense(300, 45);
    add("deep product", 2 * BYTES, () -> gemm.multiply(wide, deep, small, Epilogue.NONE));
    var tall = sample.dense(1100, 250);
    var right = sample.dense(250, 33);
    var large = sample.dense(1100, 33);
    add("large product", () -> gemm.multiply(tall, right, large, Epilogue.NONE));
    var left = sample.dense(100, 120);
    var middle = sample.dense(120, 100);
    var result = sample.dense(100, 100);
    add("product by panels", () -> gemm.multiply(left, middle, result, Epilogue.NONE));
    for (var lesson : Lesson.all()) {
      add(lesson.getClass().getSimpleName(), LESSON_BYTES,
          () -> lesson.multiply(left, middle, result, Epilogue.NONE));
    }
    var x = sample.dense(1, 90);
    var y = sample.dense(1, 70);
    for (var layout : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
      var b = sample.view(layout, 90, 70);
      add("vector · " + layout, () -> gemm.multiply(x, b, y, Epilogue.NONE));
    }
  }

  private void attention() {
    var attention = kernels.attention();
    for (int queries : new int[] {1, 2 * LANES, 5 * LANES + 1}) {
      var q = sample.dense(1, 2, queries, 20);
      var k = sample.dense(1, 1, 35, 20);
      var v = sample.dense(1, 1, 35, 20);
      var mask = sample.dense(1, 2, queries, 35);
      var keyMask = new View(sample.dense(35).storage(), 0, mask.shape(), new int[] {0, 0, 0, 1});
      var m = sample.dense(1, 2, queries);
      var l = sample.dense(1, 2, queries);
      var o = sample.dense(1, 2, queries, 20);
      var dq = sample.dense(1, 2, queries, 20);
      var dk = sample.dense(1, 1, 35, 20);
      var dv = sample.dense(1, 1, 35, 20);
      var name = "attention of " + queries + " queries";
      add(name + ", mask", () -> attention.forward(q, k, v, mask, 1, false, o, m, l));
      add(name + ", mask of keys", () -> attention.forward(q, k, v, keyMask, 1, false, o, m, l));
      add(name + ", causal", () -> attention.forward(q, k, v, null, 1, true, o, m, l));
      add(name + "′, mask", () -> attention.backward(q, k, v, mask, 1, false, o, m, l, o, dq, dk, dv));
      add(name + "′, causal", () -> attention.backward(q, k, v, null, 1, true, o, m, l, o, dq, dk, dv));
    }
  }

  /** Several blocks of queries and of keys, each of which is an object; boxed vectors would take megabytes. */
  private void longAttention() {
    var attention = kernels.attention();
    var x = sample.dense(1, 2, 300, 40);
    var m = sample.dense(1, 2, 300);
    var l = sample.dense(1, 2, 300);
    var o = sample.dense(1, 2, 300, 40);
    var dx = sample.dense(1, 2, 300, 40);
    add("long attention", 5 * BYTES, () -> attention.forward(x, x, x, null, 1, true, o, m, l));
    add("long attention′", 5 * BYTES, () -> attention.backward(x, x, x, null, 1, true, o, m, l, o, dx, dx, dx));
  }

  private void convolutions() {
    for (int groups : new int[] {1, 4}) {
      for (int stride : new int[] {1, 2}) {
        var window = new Window(3, 3, stride, stride, 1, 1, 1, 1, groups);
        var x = sample.dense(1, 4, 9, 41);
        var w = sample.dense(4, 4 / groups, 3, 3);
        var y = sample.dense(1, 4, window.outY(9), window.outX(41));
        var name = "convolution, groups " + groups + ", stride " + stride;
        add(name, 2 * BYTES, () -> kernels.convolution().conv2d(x, w, null, window, y));
        add(name + ", ′ of x", 2 * BYTES, () -> kernels.convolution().conv2dInputGrad(y, w, window, x));
        add(name + ", ′ of w", 2 * BYTES, () -> kernels.convolution().conv2dWeightGrad(x, y, window, w));
      }
    }
    var x = sample.dense(1, 2, 9, 41);
    var window = Window.square(2, 2, 0);
    var y = sample.dense(1, 2, 4, 20);
    add("max pool", () -> kernels.convolution().maxPool(x, window, y, sample.ints(1, 1, 2, 4, 20)));
  }

  private void elements(int n) {
    var elements = kernels.elementwise();
    var x = sample.dense(3, n);
    var y = sample.dense(3, n);
    var z = sample.dense(3, n);
    var truth = sample.ints(2, 3, n);
    var row = new View(sample.dense(n).storage(), 0, x.shape(), new int[] {0, 1});
    for (var f : Binary.values()) add("" + f, () -> elements.combine(f, x, y, f.isComparison() ? truth : z));
    add("add a row", () -> elements.combine(Binary.ADD, x, row, z));
    add("select", () -> elements.select(truth, x, y, z));
    for (var f : Unary.values()) {
      add("" + f, () -> elements.map(f, 0.5, 1, x, z));
      add(f + "′", () -> elements.mapGrad(f, 1, 0.5, 1, x, y, z));
      add(f + "″", () -> elements.mapGrad(f, 2, 0.5, 1, x, y, z));
    }
    add("gate", () -> elements.gate(Unary.SWISH, 1, 0, x, y, z));
    add("gate′", () -> elements.gateGrad(Unary.SWISH, 1, 0, x, y, y, z));
    var tall = sample.dense(6, n);
    var gradient = sample.dense(6, n);
    var sums = sample.dense(n);
    add("gelu′ and bias", () -> elements.mapGradBias(Unary.GELU, 1, 0, tall, tall, gradient, sums));
  }

  private void rows(int n) {
    var x = sample.dense(40, n);
    var y = sample.dense(40, n);
    var z = sample.dense(40, n);
    var row = sample.dense(1, n);
    var column = sample.dense(40, 1);
    var one = sample.dense(1, 1);
    var rstd = sample.dense(40);
    var targets = sample.ints(n, 40);
    for (var kind : new Kind[] {Kind.SUM, Kind.MAX, Kind.MIN}) {
      add(kind + " of rows", () -> kernels.reductions().reduce(kind, x, column));
      add(kind + " of columns", () -> kernels.reductions().reduce(kind, x, row));
      add(kind + " of all", () -> kernels.reductions().reduce(kind, x, one));
    }
    var softmax = kernels.softmax();
    add("softmax", () -> softmax.softmax(x, z));
    add("softmax′", () -> softmax.softmaxGrad(x, y, z));
    add("log softmax", () -> softmax.logSoftmax(x, z));
    add("log softmax′", () -> softmax.logSoftmaxGrad(x, y, z));
    add("cross-entropy", () -> softmax.crossEntropy(x, targets, 0.1, 0.01, -1, column, rstd));
    add("cross-entropy′", () -> softmax.crossEntropyGrad(x, targets, rstd, column, 0.1, 0.01, -1, z));
    var norms = kernels.norms();
    var weight = sample.dense(n);
    var gradient = sample.dense(n);
    var gradients = sample.dense(2, n);
    add("layer norm", () -> norms.layerNorm(x, weight, weight, 1e-5, z, column, rstd));
    add("layer norm′", () -> norms.layerNormGrad(x, weight, column, rstd, y, null, z, gradient, gradient));
    add("layer norm′ and residual", () -> norms.layerNormGrad(x, weight, column, rstd, y, y, z, gradient, gradient));
    var heads = new View(sample.dense(20, 3 * n).storage(), 0, new int[] {20, 2, n}, new int[] {3 * n, n, 1});
    var weights = sample.dense(2, n);
    add("layer norm of heads", () -> norms.layerNorm(heads, weights, weights, 1e-5, heads, column, rstd));
    add("layer norm of heads′",
        () -> norms.layerNormGrad(heads, weights, column, rstd, heads, null, heads, gradients, gradients));
    add("rms norm", () -> norms.rmsNorm(x, weight, 1e-5, z, rstd));
    add("rms norm′", () -> norms.rmsNormGrad(x, weight, rstd, y, null, z, gradient));
  }

  private void weights() {
    for (var format : Format.values()) {
      int elements = format.block() == 1 ? 117 : 2 * format.block();
      var memory = Arena.global().allocate(format.bytes(elements));
      var values = new float[elements];
      add(format + " decoded", () -> Codec.decode(format, memory, 0, values, 0, elements));
    }
  }

  /** Whole tiles of rows, and a part of one; the rows of four a time, and one more. */
  private void projections() {
    for (var format : Format.values()) {
      int rows = 2 * LANES + 5;
      int columns = format.block() == 1 ? 117 : 2 * format.block();
      var memory = Arena.global().allocate(format.bytes((long) rows * columns));
      var projection = Projection.of(new StoredMatrix(format, rows, columns, memory), Arena.global());
      var x = new float[columns];
      var prepared = new float[projection.prepared()];
      var y = new float[rows];
      add(format + " projection", () -> {
        projection.prepare(x, 0, prepared);
        projection.multiply(prepared, 0, rows, y, 0);
      });
    }
  }

  private void others() {
    var x = sample.dense(2, 3, 5, 38);
    var angles = sample.dense(2, 3, 5, 19);
    var y = sample.dense(2, 3, 5, 38);
    add("rotary", () -> kernels.rotary().rotate(x, angles, angles, false, y));
    add("rotary, interleaved", () -> kernels.rotary().rotate(x, angles, angles, true, y));
    var table = sample.dense(7, 37);
    var ids = sample.ints(7, 11);
    var rows = sample.dense(11, 37);
    add("gather rows", () -> kernels.indexing().gatherRows(table, ids, rows));
    add("scatter rows", () -> kernels.indexing().scatterAddRows(rows, ids, table));
    var moments = View.of(new Storage.Floats(new float[7 * 37]), 7, 37);
    var step = new AdamW(1e-9, 0.9, 0.999, 1e-8, 0, 1, 1);
    add("AdamW", () -> kernels.optimizerSteps().adamW(table, moments, moments, moments, step));
  }
}
