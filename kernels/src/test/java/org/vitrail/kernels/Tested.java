package org.vitrail.kernels;

import java.util.Optional;

/** The backend that tests ask for with {@code -Dvitrail.test.backend=simd|opencl}, as kernels on Java arrays. */
public final class Tested {
  private static final boolean OPENCL = System.getProperty("vitrail.test.backend", "simd").equals("opencl");

  private Tested() {}

  /** Why it is not here. */
  static Optional<String> problem() {
    return Devices.problem(OPENCL ? "opencl" : "cpu");
  }

  /** Its kernels; where it is not here, others that no test runs. */
  public static Kernels kernels() {
    if (problem().isPresent()) return new ScalarKernels();
    return OPENCL ? Uploading.kernels(Devices.named("opencl")) : new VectorKernels();
  }
}
