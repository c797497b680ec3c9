package org.vitrail.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.vitrail.tensor.Tensor;

/** Encodes elements on their way to a file. */
final class ElementWriter {
  private final WritableByteChannel channel;
  private final ByteBuffer buffer;

  ElementWriter(WritableByteChannel channel, ByteOrder order) {
    this.channel = channel;
    this.buffer = ByteBuffer.allocateDirect(1 << 16).order(order);
  }

  void write(ByteBuffer bytes) throws IOException {
    flush();
    while (bytes.hasRemaining()) channel.write(bytes);
  }

  /** The elements of {@code tensor} in row-major order. */
  void write(String name, Tensor tensor, Encoding encoding) throws IOException {
    switch (encoding) {
      case F32 -> {
        for (float value : tensor.toFloats()) room(4).putFloat(value);
      }
      case F64 -> {
        for (double value : tensor.toDoubles()) room(8).putDouble(value);
      }
      case I32 -> {
        for (int value : tensor.toInts()) room(4).putInt(value);
      }
      case F16 -> {
        for (float value : tensor.toFloats()) room(2).putShort(half(name, value));
      }
      case BF16 -> {
        for (float value : tensor.toFloats()) room(2).putShort(Encoding.toBfloat16(value));
      }
      default -> throw new IllegalArgumentException("tensors are not written as " + encoding);
    }
  }

  private static short half(String name, float value) {
    short half = Float.floatToFloat16(value);
    if (Float.isInfinite(Float.float16ToFloat(half)) && Float.isFinite(value)) {
      throw new IllegalArgumentException(name + " holds " + value + ", beyond F16's 65504: store it as BF16 or F32");
    }
    return half;
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) flush();
    return buffer;
  }

  void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) channel.write(buffer);
    buffer.clear();
  }
}
