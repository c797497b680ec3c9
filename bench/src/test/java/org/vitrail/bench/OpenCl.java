package org.vitrail.bench;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.opencl.OpenClDevice;

/** The OpenCL device of this machine, for tests; one that wants it is skipped where there is none, and says why. */
public final class OpenCl {
  private OpenCl() {}

  public static OpenClDevice device() {
    Devices.problem("opencl").ifPresent(problem -> {
      System.err.println("skipped what needs OpenCL: " + problem);
      Assumptions.abort(problem);
    });
    return (OpenClDevice) Devices.named("opencl");
  }

  /** The same, with kernels of every family. */
  public static OpenClDevice complete() {
    var device = device();
    var kernels = device.kernels();
    for (var family : Stream.<Supplier<?>>of(kernels::gemm, kernels::elementwise, kernels::reductions, kernels::softmax,
        kernels::norms, kernels::attention, kernels::rotary, kernels::indexing, kernels::convolution,
        kernels::optimizerSteps).toList()) {
      Assumptions.assumeTrue(family.get() != null, "OpenCL lacks a family of kernels");
    }
    return device;
  }
}
