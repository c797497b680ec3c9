package org.vitrail.kernels.weights;

import java.lang.foreign.MemorySegment;

/** The specification: block by block. */
final class CodecScalar {
  private CodecScalar() {}

  static void decode(Format format, MemorySegment from, long at, float[] to, int toAt, int elements) {
    var layout = layout(format);
    for (int i = 0; i < elements; i += format.block()) {
      layout.decode(from, at + format.bytes(i), to, toAt + i);
    }
  }

  static void encode(Format format, float[] from, int fromAt, MemorySegment to, long at, int elements) {
    var layout = layout(format);
    for (int i = 0; i < elements; i += format.block()) {
      layout.encode(from, fromAt + i, to, at + format.bytes(i));
    }
  }

  private static BlockLayout layout(Format format) {
    return switch (format) {
      case F32 -> Plain.F32;
      case F16 -> Plain.F16;
      case BF16 -> Plain.BF16;
      case Q4_0 -> Q4.Q4_0;
      case Q4_1 -> Q4.Q4_1;
      case Q5_0 -> Q5.Q5_0;
      case Q5_1 -> Q5.Q5_1;
      case Q8_0 -> Q8.Q8_0;
      case Q2_K -> Q2K.Q2_K;
      case Q3_K -> Q3K.Q3_K;
      case Q4_K -> Q45K.Q4_K;
      case Q5_K -> Q45K.Q5_K;
      case Q6_K -> Q6K.Q6_K;
      case IQ4_NL -> Codebook.IQ4_NL;
      case IQ4_XS -> Codebook.IQ4_XS;
      case MXFP4 -> Codebook.MXFP4;
      case TQ1_0 -> Ternary.TQ1_0;
      case TQ2_0 -> Ternary.TQ2_0;
    };
  }
}
