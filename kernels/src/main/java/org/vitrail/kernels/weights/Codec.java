package org.vitrail.kernels.weights;

import java.lang.foreign.MemorySegment;
import org.vitrail.kernels.VectorBackend;

/**
 * Stored weights to floats and back, equal to the bit to what ggml's reference computes. Memory is native; elements
 * begin with a block and are whole blocks.
 */
public final class Codec {
  private static final boolean VECTORS = new VectorBackend().problem() == null;

  private Codec() {}

  /** Writes the {@code elements} that begin at byte {@code at} to {@code to[toAt…]}. */
  public static void decode(Format format, MemorySegment from, long at, float[] to, int toAt, int elements) {
    if (!VECTORS || !CodecVector.decode(format, from, at, to, toAt, elements)) {
      CodecScalar.decode(format, from, at, to, toAt, elements);
    }
  }

  /** The same for a row now and then: too seldom for the JIT compiler, which a vector needs, and it is no loss. */
  public static void decodeRow(Format format, MemorySegment from, long at, float[] to, int toAt, int elements) {
    CodecScalar.decode(format, from, at, to, toAt, elements);
  }

  /** Writes {@code elements} of {@code from[fromAt…]}, finite numbers, to byte {@code at} on. */
  public static void encode(Format format, float[] from, int fromAt, MemorySegment to, long at, int elements) {
    CodecScalar.encode(format, from, fromAt, to, at, elements);
  }
}
