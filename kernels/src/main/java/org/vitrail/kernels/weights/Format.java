package org.vitrail.kernels.weights;

/**
 * How a file stores weights: in blocks of {@link #block} consecutive elements of a row that share scales. The names and
 * layouts of the quantised ones are ggml's ({@code ggml-quants.h}).
 */
public enum Format {
  F32(1, 4), F16(1, 2), BF16(1, 2),
  Q4_0(32, 18), Q4_1(32, 20), Q5_0(32, 22), Q5_1(32, 24), Q8_0(32, 34),
  Q2_K(256, 84), Q3_K(256, 110), Q4_K(256, 144), Q5_K(256, 176), Q6_K(256, 210);

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

  /** Bytes of {@code elements}, a multiple of {@link #block}. */
  public long bytes(long elements) {
    return elements / block * blockBytes;
  }
}
