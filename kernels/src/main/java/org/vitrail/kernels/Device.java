package org.vitrail.kernels;

import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceLoader;

/**
 * Where tensors live and which kernels compute on them. {@code cpu} is the fastest backend this machine can run;
 * {@code scalar} is always there.
 */
public interface Device {

  /** {@code cpu}, {@code scalar}, {@code opencl:0}. */
  String name();

  /** One line for a person: the kernels, their vector width, the processor. */
  String description();

  /** What more there is to say of it, by name. */
  default SequencedMap<String, Object> details() {
    return Collections.emptyNavigableMap();
  }

  Kernels kernels();

  /** Memory for {@code size} elements with unspecified content, from the pool where it has some. */
  Storage allocate(DType dtype, int size);

  /** Takes memory back that {@link #allocate} gave; every tensor on it is dead, and says that {@code scope} closed. */
  void recycle(Storage storage, String scope);

  /** What its kernels round the operands of products to. */
  default Precision precision() {
    return Precision.F32;
  }

  /**
   * This device with other kernels: those of {@code precision}. Both share their memory.
   *
   * @throws DeviceException if it has no such kernels
   */
  default Device in(Precision precision) {
    if (precision == Precision.F32) return this;
    throw new DeviceException(name() + " computes in F32 only; " + precision + " is for OpenCL devices, see vitrail devices");
  }

  /** Waits until everything that was asked of the device is done. */
  default void finish() {}

  /** Offers devices; found by {@link ServiceLoader}. */
  interface Provider {
    /** Whether a device called {@code name} would come from here. */
    boolean names(String name);

    /** The devices that work here, best first; empty when there are none. */
    List<Device> devices();

    /** Why {@link #devices} is empty, and the remedy; null when it is not. */
    String problem();
  }
}
