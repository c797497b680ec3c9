package org.vitrail.nn.parity;

import java.util.Map;

/** A computed tensor a agrees with the expected b where {@code max|a − b| ≤ atol + rtol·max|b|}. */
public record Tolerance(double rtol, double atol) {
  /** Not a bit of difference. */
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** The numbers {@code rtol} and {@code atol} of a JSON object. */
  public static Tolerance of(Object json) {
    if (json instanceof Map<?, ?> t && t.get("rtol") instanceof Number rtol && t.get("atol") instanceof Number atol) {
      return new Tolerance(rtol.doubleValue(), atol.doubleValue());
    }
    throw new IllegalArgumentException("there is no tolerance with rtol and atol in the case's JSON");
  }
}
