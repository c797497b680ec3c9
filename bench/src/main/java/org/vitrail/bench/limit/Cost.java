package org.vitrail.bench.limit;

import java.io.Serializable;

/**
 * What a computation takes at least: floating-point operations, and bytes when each input is read once and each output
 * written once.
 */
public record Cost(double flops, double read, double written) implements Serializable {
  public static final Cost NONE = new Cost(0, 0, 0);

  public Cost plus(Cost other) {
    return new Cost(flops + other.flops, read + other.read, written + other.written);
  }

  public Cost times(int n) {
    return new Cost(n * flops, n * read, n * written);
  }

  /** Read and written. */
  public double bytes() {
    return read + written;
  }

  /** Operations for each byte: where the computation stands on the roofline's axis. */
  public double intensity() {
    return flops / bytes();
  }
}
