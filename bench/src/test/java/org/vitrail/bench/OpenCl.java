package org.vitrail.bench;

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
}
