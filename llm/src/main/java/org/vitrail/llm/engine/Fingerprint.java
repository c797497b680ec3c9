package org.vitrail.llm.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.vitrail.kernels.weights.StoredMatrix;

/**
 * Tells a model from others, without reading all of it: a hash of its configuration and, of each matrix of weights, of
 * the format, the shape and the beginnings of some rows.
 */
final class Fingerprint {
  private static final int ROWS = 8;
  private static final int BYTES = 64;

  private final MessageDigest hash;

  private Fingerprint(MessageDigest hash) {
    this.hash = hash;
  }

  /** 64 hexadecimal digits. */
  static String of(StoredDecoder decoder) {
    try {
      var fingerprint = new Fingerprint(MessageDigest.getInstance("SHA-256"));
      fingerprint.add(decoder);
      return HexFormat.of().formatHex(fingerprint.hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void add(StoredDecoder decoder) {
    add(decoder.config().toString());
    add(decoder.tokens());
    if (decoder.positions() != null) add(decoder.positions());
    decoder.maps().forEach(map -> {
      add(map.weights());
      if (map.bias() != null) add(map.bias());
    });
    decoder.layers().stream().flatMap(StoredLayer::norms).forEach(norm -> add(norm.weight()));
  }

  private void add(StoredMatrix m) {
    add(m.format() + " " + m.rows() + "x" + m.columns());
    for (int i = 0; i < ROWS; i++) {
      long row = (long) m.rows() * i / ROWS;
      hash.update(bytes(m.memory().asSlice(row * m.rowBytes(), Math.min(BYTES, m.rowBytes()))));
    }
  }

  private static byte[] bytes(MemorySegment memory) {
    return memory.toArray(ValueLayout.JAVA_BYTE);
  }

  private void add(float[] values) {
    var bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    hash.update(bytes);
  }

  private void add(String text) {
    hash.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
