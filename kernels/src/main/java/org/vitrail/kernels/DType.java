package org.vitrail.kernels;

/** The type of an element. F32 computes, F64 checks, I32 counts and indexes, the half types store weights. */
public enum DType {
  F32(4), F64(8), I32(4), F16(2), BF16(2);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether derivatives exist in this type. */
  public boolean isReal() {
    return this != I32;
  }
}
