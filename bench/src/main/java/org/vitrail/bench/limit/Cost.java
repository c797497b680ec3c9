package org.vitrail.bench.limit;

import java.io.Serializable;

/**
 * What a computation takes at least: floating-point operations, and bytes when each input is read once and each output
 * written once.
 */
public record Cost(double flops, double bytes) implements Serializable {
  public static final Cost NONE = new Cost(0, 0);

  public Cost plus(Cost other) {
    return new Cost(flops + other.flops, bytes + other.bytes);
  }

  /** Operations for each byte: where the computation stands on the roofline's axis. */
  public double intensity() {
    return flops / bytes;
  }
}
