package org.vitrail.tensor.io;

import java.util.Optional;
import org.vitrail.kernels.weights.Format;

/**
 * The type of a tensor in a GGUF file, under ggml's name ({@code ggml.h}), and how many bytes a block of its elements
 * takes. Those with a {@link #format} or an {@link #encoding} can be read.
 */
public enum GgufType {
  F32(0, Format.F32), F16(1, Format.F16), Q4_0(2, Format.Q4_0), Q4_1(3, Format.Q4_1), Q5_0(6, Format.Q5_0),
  Q5_1(7, Format.Q5_1), Q8_0(8, Format.Q8_0), Q8_1(9, 32, 40), Q2_K(10, Format.Q2_K), Q3_K(11, Format.Q3_K),
  Q4_K(12, Format.Q4_K), Q5_K(13, Format.Q5_K), Q6_K(14, Format.Q6_K), Q8_K(15, 256, 292), IQ2_XXS(16, 256, 66),
  IQ2_XS(17, 256, 74), IQ3_XXS(18, 256, 98), IQ1_S(19, 256, 50), IQ4_NL(20, Format.IQ4_NL), IQ3_S(21, 256, 110),
  IQ2_S(22, 256, 82), IQ4_XS(23, Format.IQ4_XS), I8(24, Encoding.I8), I16(25, Encoding.I16), I32(26, Encoding.I32),
  I64(27, Encoding.I64), F64(28, Encoding.F64), IQ1_M(29, 256, 56), BF16(30, Format.BF16), TQ1_0(34, Format.TQ1_0),
  TQ2_0(35, Format.TQ2_0), MXFP4(39, Format.MXFP4), NVFP4(40, 64, 36), Q1_0(41, 128, 18);

  private final int id;
  private final int block;
  private final int blockBytes;
  private final Format format;
  private final Encoding encoding;

  GgufType(int id, Format format) {
    this(id, format.block(), format.blockBytes(), format, null);
  }

  GgufType(int id, Encoding encoding) {
    this(id, 1, encoding.bytes(), null, encoding);
  }

  GgufType(int id, int block, int blockBytes) {
    this(id, block, blockBytes, null, null);
  }

  GgufType(int id, int block, int blockBytes, Format format, Encoding encoding) {
    this.id = id;
    this.block = block;
    this.blockBytes = blockBytes;
    this.format = format;
    this.encoding = encoding;
  }

  static GgufType of(Format format) {
    return valueOf(format.name());
  }

  /** The type that files number {@code id}, or null. */
  static GgufType of(int id) {
    for (var type : values()) {
      if (type.id == id) return type;
    }
    return null;
  }

  /** The number that stands for it in a file. */
  int id() {
    return id;
  }

  /** Elements of a block. */
  public int block() {
    return block;
  }

  /** Bytes of {@code elements}, a multiple of {@link #block}. */
  public long bytes(long elements) {
    return elements / block * blockBytes;
  }

  /** The format of weights that it is, if kernels read it. */
  public Optional<Format> format() {
    return Optional.ofNullable(format);
  }

  /** The plain number that it is, if no {@link #format}. */
  Optional<Encoding> encoding() {
    return Optional.ofNullable(encoding);
  }
}
