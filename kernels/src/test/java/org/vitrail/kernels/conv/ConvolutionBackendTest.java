package org.vitrail.kernels.conv;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** SIMD convolution and pooling against the scalar ones. */
@BackendTest
class ConvolutionBackendTest {
  private final Convolution scalar = new ConvolutionScalar();
  private final Convolution tested = Tested.kernels().convolution();

  /** Sizes of one convolution: channels are those of all groups. */
  private record Problem(int pictures, int channels, int outs, int height, int width, Window window) {
    int[] x() {
      return new int[] {pictures, channels, height, width};
    }

    int[] w() {
      return new int[] {outs, channels / window.groups(), window.kernelY(), window.kernelX()};
    }

    int[] y() {
      return new int[] {pictures, outs, window.outY(height), window.outX(width)};
    }
  }

  @Test void everyWindow() {
    for (int kernel : new int[] {1, 2, 3, 5}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int pad : new int[] {0, 1, 2}) {
          for (int dilation : new int[] {1, 2}) {
            var window = new Window(kernel, kernel, stride, stride, pad, pad, dilation, dilation, 1);
            check(new Problem(2, 3, 5, 11, 23, window), 1);
          }
        }
      }
    }
  }

  @Test void axesDiffer() {
    check(new Problem(2, 3, 4, 9, 40, new Window(1, 7, 1, 2, 0, 3, 1, 1, 1)), 2);
    check(new Problem(1, 2, 3, 30, 8, new Window(5, 2, 3, 1, 4, 0, 2, 3, 1)), 3);
    check(new Problem(1, 2, 3, 1, 70, new Window(1, 3, 1, 1, 0, 1, 1, 1, 1)), 4);
    check(new Problem(1, 2, 3, 70, 1, new Window(3, 1, 1, 1, 1, 0, 1, 1, 1)), 5);
  }

  @Test void patchesAndPoints() {
    check(new Problem(3, 3, 33, 16, 16, Window.square(4, 4, 0)), 6);
    check(new Problem(2, 3, 8, 37, 40, Window.square(16, 16, 0)), 7);
    check(new Problem(2, 40, 33, 7, 9, Window.square(1, 1, 0)), 8);
    check(new Problem(2, 40, 33, 8, 9, Window.square(1, 2, 0)), 9);
  }

  @Test void manySmallPictures() {
    for (int side : new int[] {1, 2, 3, 4}) {
      for (int stride : new int[] {1, 2}) {
        check(new Problem(37, 5, 7, side, side, Window.square(3, stride, 1)), 20);
        check(new Problem(64, 33, 19, side, side + 1, new Window(3, 2, stride, 1, 2, 1, 1, 2, 1)), 21);
      }
    }
    check(new Problem(40, 16, 24, 5, 5, Window.square(3, 2, 0)), 22);
    check(new Problem(40, 9, 24, 1, 1, Window.square(1, 1, 0)), 23);
  }

  @Test void groupsAndDepthwise() {
    for (int stride : new int[] {1, 2}) {
      check(new Problem(2, 8, 12, 9, 20, new Window(3, 3, stride, stride, 1, 1, 1, 1, 4)), 10);
      check(new Problem(2, 6, 6, 20, 37, new Window(7, 7, stride, stride, 3, 3, 1, 1, 6)), 11);
      check(new Problem(2, 4, 12, 9, 20, new Window(3, 3, stride, stride, 2, 2, 2, 2, 4)), 12);
      check(new Problem(2, 4, 4, 9, 70, new Window(1, 2, stride, 3, 1, 2, 1, 1, 4)), 19);
    }
  }

  @Test void severalSlabsAndBlocks() {
    check(new Problem(1, 100, 40, 13, 13, Window.square(3, 1, 1)), 13);
    check(new Problem(2, 20, 400, 5, 5, Window.square(3, 1, 1)), 14);
    check(new Problem(1, 3, 10, 60, 50, Window.square(7, 2, 3)), 15);
    check(new Problem(2, 300, 10, 4, 4, Window.square(1, 1, 0)), 16);
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    int before = Workers.threads();
    try {
      for (var p : new Problem[] {new Problem(5, 3, 20, 20, 20, Window.square(3, 1, 1)),
          new Problem(2, 300, 20, 9, 9, Window.square(3, 2, 1)),
          new Problem(70, 30, 20, 3, 3, Window.square(3, 1, 1)),
          new Problem(3, 6, 6, 20, 20, new Window(5, 5, 1, 1, 2, 2, 1, 1, 6))}) {
        var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
          Workers.resize(threads);
          return run(tested, p, 17);
        }).toList();
        for (var result : results) {
          for (int i = 0; i < 3; i++) Sample.assertSameBits(results.getFirst()[i], result[i], p.toString());
        }
      }
    } finally {
      Workers.resize(before);
    }
  }

  @Test void maxPool() {
    var sample = new Sample(18);
    for (int kernel : new int[] {1, 2, 3}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int pad = 0; pad <= kernel / 2; pad++) {
          for (int dilation : new int[] {1, 2}) {
            var window = new Window(kernel, kernel + 1, stride, stride, pad, pad, dilation, dilation, 1);
            var x = sample.dense(2, 3, 9, 20);
            for (int i = 0; i < x.size(); i++) x.floats()[i] = Math.round(x.floats()[i]);
            for (int i = 5; i < x.size(); i += 97) x.floats()[i] = Float.NaN;
            checkPool(x, window);
          }
        }
      }
    }
  }

  private void checkPool(View x, Window window) {
    int[] shape = {x.dim(0), x.dim(1), window.outY(x.dim(2)), window.outX(x.dim(3))};
    int size = shape[0] * shape[1] * shape[2] * shape[3];
    var expected = View.of(new Storage.Floats(new float[size]), shape);
    var expectedWhere = View.of(new Storage.Ints(new int[size]), shape);
    var actual = Sample.copy(expected);
    var actualWhere = Sample.copy(expectedWhere);
    scalar.maxPool(x, window, expected, expectedWhere);
    tested.maxPool(x, window, actual, actualWhere);
    Sample.assertClose(expected, actual, 0, "values of " + window);
    Sample.assertClose(expectedWhere, actualWhere, 0, "places of " + window);
  }

  private void check(Problem p, long seed) {
    var expected = run(scalar, p, seed);
    var actual = run(tested, p, seed);
    var names = new String[] {"y", "dx", "dw"};
    for (int i = 0; i < 3; i++) Sample.assertClose(expected[i], actual[i], 4e-5, names[i] + " of " + p);
  }

  /** y, dx and dw; the same inputs for the same seed. */
  private static View[] run(Convolution convolution, Problem p, long seed) {
    var sample = new Sample(seed);
    var x = shifted(sample, p.x());
    var w = shifted(sample, p.w());
    var bias = sample.coin() ? sample.dense(p.outs) : null;
    var dy = shifted(sample, p.y());
    var y = shifted(sample, p.y());
    var dx = shifted(sample, p.x());
    var dw = shifted(sample, p.w());
    convolution.conv2d(x, w, bias, p.window, y);
    convolution.conv2dInputGrad(dy, w, p.window, dx);
    convolution.conv2dWeightGrad(x, dy, p.window, dw);
    return new View[] {y, dx, dw};
  }

  /** Contiguous, in the middle of its memory. */
  private static View shifted(Sample sample, int... shape) {
    var size = View.of(null, shape).size();
    var memory = sample.dense(size + 9);
    return new View(memory.storage(), 5, shape, View.rowMajor(shape));
  }
}
