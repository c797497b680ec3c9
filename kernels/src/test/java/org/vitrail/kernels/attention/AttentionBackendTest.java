package org.vitrail.kernels.attention;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** SIMD attention against the scalar one, forward and backward. */
@BackendTest
class AttentionBackendTest {
  private final Attention scalar = new AttentionScalar();
  private final Attention tested = tested();

  Attention tested() {
    return Tested.kernels().attention();
  }

  /** One problem: sizes and which kind of mask. */
  record Problem(int batch, int heads, int kvHeads, int queries, int keys, int headDim, int valueDim,
      Mask mask, boolean causal, Layout layout) {}

  enum Mask {
    NONE, FULL, ONE_FOR_ALL_HEADS, ONE_FOR_ALL_QUERIES, ONE_FOR_ALL_KEYS, TRANSPOSED, HIDES_SOME_KEYS,
    /** Without scores: as numbers in double precision, but not as floats, they would count beside −1e9. */
    HIDES_ALL_KEYS_OF_SOME
  }

  @Test void everySize() {
    for (int queries : new int[] {1, 3, 4, 5, 14, 33, 65, 113}) {
      for (int keys : new int[] {1, 4, 15, 17, 65, 257}) {
        for (boolean causal : new boolean[] {false, true}) {
          check(new Problem(1, 2, 2, queries, keys, 8, 8, Mask.NONE, causal, Layout.DENSE), 1);
        }
      }
    }
  }

  @Test void everyWidth() {
    for (int headDim : new int[] {1, 3, 15, 16, 33, 40, 64, 80, 128}) {
      for (int valueDim : new int[] {1, 7, 32, 65}) {
        check(new Problem(1, 2, 1, 20, 30, headDim, valueDim, Mask.NONE, false, Layout.DENSE), 2);
      }
    }
  }

  @Test void everyMaskAndLayout() {
    for (var mask : Mask.values()) {
      for (var layout : new Layout[] {Layout.DENSE, Layout.GAPS, Layout.REPEATED, Layout.REVERSED}) {
        for (boolean causal : new boolean[] {false, true}) {
          check(new Problem(2, 4, 2, 3, 20, 8, 12, mask, causal, layout), 3);
          check(new Problem(2, 3, 3, 37, 20, 8, 12, mask, causal, layout), 4);
        }
      }
    }
  }

  @Test void severalBlocks() {
    check(new Problem(1, 1, 1, 230, 520, 33, 64, Mask.NONE, false, Layout.DENSE), 5);
    check(new Problem(1, 2, 1, 520, 520, 16, 40, Mask.NONE, true, Layout.DENSE), 6);
    check(new Problem(1, 1, 1, 400, 300, 20, 72, Mask.FULL, true, Layout.GAPS), 7);
    check(new Problem(1, 2, 1, 500, 70, 16, 16, Mask.HIDES_SOME_KEYS, false, Layout.DENSE), 8);
  }

  @Test void queriesThatSeeNoKey() {
    var sample = new Sample(9);
    for (double hidden : new double[] {Double.NEGATIVE_INFINITY, -Float.MAX_VALUE}) {
      for (int queries : new int[] {2, 9}) {
        var mask = sample.dense(1, 1, queries, 300);
        Arrays.fill(mask.floats(), 0, 300, (float) hidden);
        Arrays.fill(mask.floats(), 300, 300 + 256, (float) hidden);
        checkForward(sample.dense(1, 1, queries, 8), sample.dense(1, 1, 300, 8), sample.dense(1, 1, 300, 8), mask,
            false, "all or the first block hidden by " + hidden);
      }
    }
  }

  /** Beside −1e9 a score drowns, and so would the logarithm of the sum of their exponentials. */
  @Test void queriesWhoseKeysAreAllHiddenByAFiniteMask() {
    check(new Problem(1, 2, 1, 37, 150, 8, 12, Mask.HIDES_ALL_KEYS_OF_SOME, false, Layout.DENSE), 12);
  }

  @Test void largeScoresDoNotOverflow() {
    var sample = new Sample(10);
    var q = sample.dense(1, 1, 20, 8);
    var k = sample.dense(1, 1, 300, 8);
    for (int i = 0; i < q.size(); i++) q.floats()[i] = 100 * Math.round(q.floats()[i]);
    for (int i = 0; i < k.size(); i++) k.floats()[i] = Math.round(k.floats()[i]);
    checkForward(q, k, sample.dense(1, 1, 300, 8), null, true, "large scores");
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    int before = Workers.threads();
    try {
      for (var p : new Problem[] {
          new Problem(1, 1, 1, 1000, 300, 32, 32, Mask.NONE, false, Layout.DENSE),
          new Problem(2, 6, 2, 150, 300, 32, 32, Mask.NONE, true, Layout.DENSE)}) {
        var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
          Workers.resize(threads);
          return new Run(p, 11, tested).all();
        }).toList();
        for (var result : results) {
          for (int i = 0; i < result.length; i++) Sample.assertSameBits(results.getFirst()[i], result[i], p.toString());
        }
      }
    } finally {
      Workers.resize(before);
    }
  }

  void check(Problem p, long seed) {
    var expected = new Run(p, seed, scalar).all();
    var actual = new Run(p, seed, tested).all();
    var names = new String[] {"o", "m", "l", "dq", "dk", "dv"};
    for (int i = 0; i < names.length; i++) {
      Sample.assertClose(expected[i], actual[i], i < 3 ? 4e-6 : 4e-5, names[i] + " of " + p);
    }
  }

  void checkForward(View q, View k, View v, View mask, boolean causal, String what) {
    var expected = View.of(new Storage.Floats(new float[v.dim(3) * q.dim(2)]), 1, 1, q.dim(2), v.dim(3));
    var expectedMax = View.of(new Storage.Floats(new float[q.dim(2)]), 1, 1, q.dim(2));
    var expectedSum = Sample.copy(expectedMax);
    var actual = Sample.copy(expected);
    var actualMax = Sample.copy(expectedMax);
    var actualSum = Sample.copy(expectedMax);
    scalar.forward(q, k, v, mask, 0.25, causal, expected, expectedMax, expectedSum);
    tested.forward(q, k, v, mask, 0.25, causal, actual, actualMax, actualSum);
    Sample.assertClose(expected, actual, 1e-5, what);
    Sample.assertClose(expectedMax, actualMax, 1e-6, what);
    Sample.assertClose(expectedSum, actualSum, 1e-5, what);
  }

  /** Forward and backward of one problem; the same inputs for the same seed. */
  private static final class Run {
    final View o;
    final View m;
    final View l;
    final View dq;
    final View dk;
    final View dv;

    Run(Problem p, long seed, Attention attention) {
      var sample = new Sample(seed);
      var q = sample.view(p.layout, p.batch, p.heads, p.queries, p.headDim);
      if (p.mask == Mask.HIDES_ALL_KEYS_OF_SOME) Arrays.fill(q.floats(), 0);
      var k = sample.view(p.layout, p.batch, p.kvHeads, p.keys, p.headDim);
      var v = sample.view(p.layout, p.batch, p.kvHeads, p.keys, p.valueDim);
      var mask = mask(sample, p);
      var outs = p.layout == Layout.GAPS ? Layout.GAPS : Layout.DENSE;
      o = sample.view(outs, p.batch, p.heads, p.queries, p.valueDim);
      m = sample.view(outs, p.batch, p.heads, p.queries);
      l = sample.view(outs, p.batch, p.heads, p.queries);
      dq = sample.view(outs, p.batch, p.heads, p.queries, p.headDim);
      dk = sample.view(outs, p.batch, p.kvHeads, p.keys, p.headDim);
      dv = sample.view(outs, p.batch, p.kvHeads, p.keys, p.valueDim);
      var dO = sample.view(p.layout, p.batch, p.heads, p.queries, p.valueDim);
      attention.forward(q, k, v, mask, 1 / Math.sqrt(p.headDim), p.causal, o, m, l);
      attention.backward(q, k, v, mask, 1 / Math.sqrt(p.headDim), p.causal, o, m, l, dO, dq, dk, dv);
    }

    View[] all() {
      return new View[] {o, m, l, dq, dk, dv};
    }

    private static View mask(Sample sample, Problem p) {
      int[] shape = {p.batch, p.heads, p.queries, p.keys};
      return switch (p.mask) {
        case NONE -> null;
        case FULL -> sample.dense(shape);
        case TRANSPOSED -> sample.view(Layout.TRANSPOSED, shape);
        case ONE_FOR_ALL_HEADS -> repeat(sample.dense(shape), 1);
        case ONE_FOR_ALL_QUERIES -> repeat(repeat(sample.dense(shape), 2), 0);
        case ONE_FOR_ALL_KEYS -> repeat(sample.dense(shape), 3);
        case HIDES_SOME_KEYS -> {
          var mask = sample.dense(shape);
          for (int i = 1; i < mask.size(); i += 3) if (i % p.keys != 0) mask.floats()[i] = Float.NEGATIVE_INFINITY;
          yield mask;
        }
        case HIDES_ALL_KEYS_OF_SOME -> {
          var mask = sample.dense(shape);
          var hidden = new float[] {-1e4f, -1e9f, -Float.MAX_VALUE};
          for (int i = 0; i < p.queries; i += 2) Arrays.fill(mask.floats(), i * p.keys, (i + 1) * p.keys, hidden[i % 3]);
          yield mask;
        }
      };
    }

    private static View repeat(View v, int axis) {
      var strides = v.strides().clone();
      strides[axis] = 0;
      return new View(v.storage(), v.offset(), v.shape(), strides);
    }
  }
}
