package org.vitrail.bench.kernel;

import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;

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

  /**
   * Proves that {@code device} computes the right thing.
   *
   * @throws WrongResultException if it does not
   */
  void verify(Device device);
}
