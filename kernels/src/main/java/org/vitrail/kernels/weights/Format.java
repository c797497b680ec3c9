package org.vitrail.kernels.weights;

/**
 * How a file stores weights: in blocks of {@link #block} consecutive elements of a row that share scales. The names and
 * layouts of the quantised ones are ggml's ({@code ggml-quants.h}).
 */
public enum Format {
  F32(1, 4), F16(1, 2), BF16(1, 2),
  Q4_0(32, 18), Q4_1(32, 20), Q5_0(32, 22), Q5_1(32, 24), Q8_0(32, 34),
  Q2_K(256, 84), Q3_K(256, 110), Q4_K(256, 144), Q5_K(256, 176), Q6_K(256, 210),
  IQ4_NL(32, 18), IQ4_XS(256, 136), MXFP4(32, 17), TQ1_0(256, 54), TQ2_0(256, 66);

  private final int block;
  private final int blockBytes;

  Format(int block, int blockBytes) {
    this.block = block;
    this.blockBytes = blockBytes;
  }

  /** Elements of a block. */
  public int block() {
    return block;
  }

  /** Bytes of a block. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Whether {@link Codec} can also write it. */
  public boolean isEncodable() {
    return switch (this) {
      case F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 -> true;
      case Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS, MXFP4, TQ1_0, TQ2_0 -> false;
    };
  }

  /** Bytes of {@code elements}, a multiple of {@link #block}. */
  public long bytes(long elements) {
    return elements / block * blockBytes;
  }
}
