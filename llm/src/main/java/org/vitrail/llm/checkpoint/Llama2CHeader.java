package org.vitrail.llm.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.Rope;
import org.vitrail.nn.Activation;
import org.vitrail.tensor.io.FormatException;

/**
 * The start of a llama2.c file: {@code dim, hidden_dim, n_layers, n_heads, n_kv_heads, vocab_size, max_seq_len}, 32
 * bits each. Version 0 is nothing else, and a negative vocabulary says that the head is not tied; version 1 has
 * {@code ak42} and its number before, a byte that says it behind, and zeros up to 256 bytes.
 */
record Llama2CHeader(int version, int width, int hidden, int depth, int heads, int keyValueHeads, int vocabulary,
    int context, boolean tied) {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MAGIC = 0x616b3432;
  private static final int DEEPEST = 10_000;
  /** Do not stand in the file; those of Llama 2. */
  private static final double EPS = 1e-5;
  private static final double THETA = 10_000;

  /** The header, whose numbers fit each other and the length of the file. */
  static Llama2CHeader read(Path file, MemorySegment content) {
    if (content.byteSize() < 28) throw new FormatException(file, "expected seven integers, as of a llama2.c model");
    boolean magic = content.get(INT, 0) == MAGIC;
    if (magic && content.get(INT, 4) != 1) {
      throw new FormatException(file, "is of version " + content.get(INT, 4)
          + " of llama2.c, and 0 and 1 are read: export it with --version 0");
    }
    if (magic && content.byteSize() < 256) throw new FormatException(file, "expected a header of 256 bytes");
    int from = magic ? 8 : 0;
    int vocabulary = content.get(INT, from + 20);
    boolean tied = magic ? content.get(ValueLayout.JAVA_BYTE, 36) != 0 : vocabulary > 0;
    var header = new Llama2CHeader(magic ? 1 : 0, content.get(INT, from), content.get(INT, from + 4),
        content.get(INT, from + 8), content.get(INT, from + 12), content.get(INT, from + 16),
        magic ? vocabulary : Math.abs(vocabulary), content.get(INT, from + 24), tied);
    if (!header.fits()) throw new FormatException(file, "its first integers are not those of a llama2.c model");
    if (content.byteSize() != header.fileBytes()) {
      throw new FormatException(file, String.format("a llama2.c model of its numbers takes %.0f bytes, the file has %d",
          header.fileBytes(), content.byteSize()));
    }
    return header;
  }

  private boolean fits() {
    return width > 0 && hidden > 0 && depth > 0 && depth <= DEEPEST && heads > 0 && keyValueHeads > 0
        && vocabulary > 0 && context > 0 && width % heads == 0 && heads % keyValueHeads == 0 && headWidth() % 2 == 0;
  }

  private double fileBytes() {
    double layer = (double) width * (2.0 * width + 2.0 * keyValueWidth() + 3.0 * hidden + 2);
    double rotations = version == 0 ? (double) context * headWidth() : 0;
    return bytes() + 4 * (depth * layer + (double) vocabulary * width * (tied ? 1 : 2) + width + rotations);
  }

  /** Bytes before the weights. */
  int bytes() {
    return version == 0 ? 28 : 256;
  }

  int headWidth() {
    return width / heads;
  }

  int keyValueWidth() {
    return keyValueHeads * headWidth();
  }

  DecoderConfig config() {
    var norm = new DecoderConfig.Norm(DecoderConfig.NormKind.RMS, EPS, DecoderConfig.Placement.BEFORE);
    var queries = new DecoderConfig.Heads(heads, keyValueHeads, headWidth(), DecoderConfig.HeadNorm.NONE, false,
        false);
    var mlp = new DecoderConfig.Mlp(hidden, Activation.SILU, true, false);
    var layer = new DecoderConfig.Layer(0, new Rope(THETA, new Rope.Scaling.None(), true), 1 / Math.sqrt(headWidth()));
    return new DecoderConfig(vocabulary, vocabulary, context, width, false, 1, norm, queries, mlp,
        Collections.nCopies(depth, layer), tied, 0);
  }
}
