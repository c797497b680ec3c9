package org.vitrail.kernels.opencl;

/**
 * What kernels with {@code mma.cl} need besides their own arguments.
 *
 * @param emulated whether plain OpenCL stands in for the one instruction, for tests on other devices
 */
public record TensorCores(boolean emulated) {

  /** The kernels, the instruction in them or what stands in for it. */
  public Source in(Source source) {
    return emulated ? source.with("EMULATE_MMA", 1) : source;
  }

  /**
   * Bytes of local memory, an argument of the kernel, through which {@code items} work-items exchange fragments. (PoCL 3.1
   * shares an array that is declared in a kernel among groups when it is passed on to functions as this one is.)
   */
  public int scratch(int items) {
    return items * (emulated ? 6 : 1) * Integer.BYTES;
  }
}
