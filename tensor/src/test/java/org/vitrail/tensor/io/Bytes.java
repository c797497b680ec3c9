package org.vitrail.tensor.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files made by hand. */
final class Bytes {
  private Bytes() {}

  static byte[] safetensors(String header, int... data) {
    return safetensors(header.getBytes(StandardCharsets.UTF_8), data);
  }

  static byte[] safetensors(byte[] header, int... data) {
    var bytes = ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (int b : data) bytes.put((byte) b);
    return bytes.array();
  }
}
