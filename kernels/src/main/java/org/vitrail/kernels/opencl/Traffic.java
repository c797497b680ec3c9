package org.vitrail.kernels.opencl;

/** Bytes that went from a device to Java's memory and back since it was opened. */
public record Traffic(long read, long written) {

  Traffic plus(long read, long written) {
    return new Traffic(this.read + read, this.written + written);
  }

  /** What came since {@code before}. */
  public Traffic since(Traffic before) {
    return new Traffic(read - before.read, written - before.written);
  }
}
