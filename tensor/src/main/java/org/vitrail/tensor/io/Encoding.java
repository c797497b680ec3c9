package org.vitrail.tensor.io;

import org.vitrail.kernels.DType;

/**
 * How a file stores an element. The names are those of safetensors, in the order in which its writer ranks them: the
 * widest last.
 */
public enum Encoding {
  BOOL(1, DType.I32), U8(1, DType.I32), I8(1, DType.I32), F8_E5M2(1, DType.F32), F8_E4M3(1, DType.F32),
  I16(2, DType.I32), U16(2, DType.I32), F16(2, DType.F32), BF16(2, DType.F32),
  I32(4, DType.I32), U32(4, DType.I32), F32(4, DType.F32),
  F64(8, DType.F64), I64(8, DType.I32), U64(8, DType.I32);

  private final int bytes;
  private final DType dtype;

  Encoding(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The type it is computed in. Integers become I32, where they fit. */
  public DType dtype() {
    return dtype;
  }

  /** How an element type is stored without loss. */
  static Encoding of(DType dtype) {
    return switch (dtype) {
      case F32 -> F32;
      case F64 -> F64;
      case I32 -> I32;
      case F16 -> F16;
      case BF16 -> BF16;
    };
  }

  /** The 8-bit float with 4 bits of exponent (bias 7) and 3 of fraction; no infinities, S.1111.111 is NaN. */
  static float float8E4m3(byte bits) {
    int exponent = bits >> 3 & 15;
    int fraction = bits & 7;
    float magnitude = exponent == 15 && fraction == 7 ? Float.NaN
        : exponent == 0 ? Math.scalb((float) fraction, -9)
        : Math.scalb((float) (8 + fraction), exponent - 10);
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The 8-bit float with 5 bits of exponent and 2 of fraction: the upper half of an F16. */
  static float float8E5m2(byte bits) {
    return Float.float16ToFloat((short) (bits << 8));
  }

  /** The upper half of an F32. */
  static float bfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The BF16 nearest to {@code value}, ties to even. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) return (short) (bits >> 16 | 0x40);
    return (short) (bits + 0x7fff + (bits >> 16 & 1) >> 16);
  }
}
