package org.vitrail.kernels;

/**
 * What the operands of products and attention are rounded to before they meet; sums, stored values and all else stay as
 * they are. Micikevicius et al. 2018, Kalamkar et al. 2019.
 */
public enum Precision {
  /** Not rounded. */
  F32,
  /** bfloat16: 8 bits of precision in the range of F32, so that no gradient is lost. */
  BF16,
  /** IEEE half: 11 bits of precision, but numbers below 6e−8 vanish and those above 65504 are infinite. */
  F16
}
