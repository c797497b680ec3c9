package org.vitrail.bench.kernel;

import org.vitrail.bench.Backend;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Kernels;

/** A kernel at one shape. */
public interface Workload {
  /** Such as {@code gemm NT}. */
  String kernel();

  /** Such as {@code 512x768x3072}. */
  String shape();

  /** The kernel with operands on the current device. */
  Call prepare();

  /** The kernel with operands on {@code device}. */
  default Call prepare(Device device) {
    return Devices.on(device, this::prepare);
  }

  /** Whether {@code backend} can compute it. */
  default boolean fits(Backend backend) {
    return true;
  }

  /** What computes it on {@code device}. */
  default Kernels kernels(Device device) {
    return device.kernels();
  }

  /**
   * Proves that {@code device} computes the right thing.
   *
   * @throws WrongResultException if it does not
   */
  void verify(Device device);
}
