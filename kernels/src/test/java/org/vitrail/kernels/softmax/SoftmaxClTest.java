package org.vitrail.kernels.softmax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;

/** What OpenCL devices do beyond the specification, and with rows as long as a vocabulary. */
class SoftmaxClTest {
  private static final int IGNORE = -100;

  private final Softmax scalar = new SoftmaxScalar();
  private Device device;

  @BeforeEach void open() {
    Assumptions.assumeTrue(Devices.problem("opencl").isEmpty());
    device = Devices.named("opencl");
  }

  /** A target that is no class reads nothing and has no loss. */
  @Test void targetOutsideTheClasses() {
    var logits = load(new Sample(1).dense(5, 4));
    var targets = load(View.of(new Storage.Ints(new int[] {3, 4, -1, IGNORE, Integer.MAX_VALUE}), 5));
    var loss = View.of(device.allocate(DType.F32, 5), 5);
    var lse = View.of(device.allocate(DType.F32, 5), 5);
    device.kernels().softmax().crossEntropy(logits, targets, 0.1, 0.2, IGNORE, loss, lse);
    var values = ((Storage.Floats) loss.storage().onHost()).array();
    var isNaN = new boolean[5];
    for (int i = 0; i < 5; i++) isNaN[i] = Float.isNaN(values[i]);
    assertEquals(Arrays.toString(new boolean[] {false, true, true, false, true}), Arrays.toString(isNaN));
    assertEquals(0, values[3]);
  }

  @Test void rowsOfAVocabulary() {
    for (var dtype : new DType[] {DType.F32, DType.F64}) {
      int rows = 3;
      int n = 128_256;
      var x = normal(dtype, rows, n);
      var dy = normal(dtype, rows, n);
      var targets = View.of(new Storage.Ints(new int[] {17, IGNORE, n - 1}), rows);
      check(x, (k, in, out) -> k.softmax(in[0], out), x.shape(), x);
      check(x, (k, in, out) -> k.logSoftmax(in[0], out), x.shape(), x);
      check(x, (k, in, out) -> k.softmaxGrad(in[0], in[1], out), x.shape(), x, dy);
      check(x, (k, in, out) -> k.logSoftmaxGrad(in[0], in[1], out), x.shape(), x, dy);
      var other = normal(dtype, rows);
      check(x, (k, in, out) -> k.crossEntropy(in[0], in[1], 0.1, 0.2, IGNORE, out, in[2]), other.shape(), x, targets,
          other);
      check(x, (k, in, out) -> k.crossEntropy(in[0], in[1], 0.1, 0.2, IGNORE, in[2], out), other.shape(), x, targets,
          other);
      check(x, (k, in, out) -> k.crossEntropyGrad(in[0], in[1], in[2], in[2], 0.1, 0.2, IGNORE, out), x.shape(), x,
          targets, other);
    }
  }

  private static View normal(DType dtype, int... shape) {
    var random = new Random(3);
    int n = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    var values = Storage.host(dtype, n);
    for (int i = 0; i < n; i++) values.set(i, random.nextGaussian());
    return View.of(values, shape);
  }

  private interface Call {
    void run(Softmax kernels, View[] in, View out);
  }

  private void check(View x, Call call, int[] shape, View... in) {
    var expected = normal(x.dtype(), shape);
    var actual = load(expected);
    call.run(scalar, Arrays.stream(in).map(Sample::copy).toArray(View[]::new), expected);
    call.run(device.kernels().softmax(), Arrays.stream(in).map(this::load).toArray(View[]::new), actual);
    double tolerance = (x.dtype() == DType.F32 ? 1e-7 : 1e-15) * (10 + Math.sqrt(x.dim(-1)));
    Sample.assertClose(expected, actual.onHost(), tolerance, "rows of " + x.dtype());
  }

  private View load(View host) {
    var remote = (RemoteStorage) device.allocate(host.dtype(), host.storage().size());
    remote.load(host.storage());
    return new View(remote, host.offset(), host.shape(), host.strides());
  }
}
