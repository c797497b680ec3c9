package org.vitrail.kernels.opencl;

/**
 * What the operands of products and attention are rounded to before they meet; sums, stored values and everything else
 * stay F32. Micikevicius et al. 2018; Kalamkar et al. 2019.
 */
public enum Precision {
  /** Not rounded. */
  F32("exact"),
  /** bfloat16: the range of F32 with 8 bits of precision, so that no gradient is lost. */
  BF16("bf16"),
  /** IEEE half: 11 bits of precision, but numbers below 6e−8 vanish and those above 65504 are infinite. */
  F16("f16");

  private final String function;

  Precision(String function) {
    this.function = function;
  }

  /** The function of {@code operand.cl} that rounds. */
  public String function() {
    return function;
  }
}
