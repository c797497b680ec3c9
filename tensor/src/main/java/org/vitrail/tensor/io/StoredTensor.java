package org.vitrail.tensor.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** A tensor as a file holds it: {@code bytes} are exactly its elements in row-major order. */
record StoredTensor(Path file, String name, Encoding encoding, ByteOrder order, Shape shape, MemorySegment bytes) {
  /** Elements that are converted in one go, after a copy out of the file that is fast for any byte order. */
  private static final int CHUNK = 1 << 12;

  /** A copy to compute with. Nothing is rounded but what {@code dtype} cannot hold of a real number. */
  Tensor tensor(DType dtype) {
    if (!dtype.isReal() && encoding.dtype().isReal()) {
      throw new FormatException(file, name, "holds " + encoding + " where integers were expected");
    }
    Heap.require(file, name, (long) shape.size() * dtype.bytes());
    try {
      return Tensor.written(dtype, shape, memory -> {
        switch (memory) {
          case Storage.Floats floats -> decode(floats.array());
          case Storage.Doubles doubles -> decode(doubles.array());
          case Storage.Ints ints -> decode(ints.array());
          case RemoteStorage _ -> throw new AssertionError("written elsewhere first");
        }
      });
    } catch (InternalError shrunk) {
      throw new FormatException(file, name, "the file became shorter while it was read");
    }
  }

  /** The elements where they are. */
  StoredMatrix matrix() {
    var format = switch (encoding) {
      case F32 -> Format.F32;
      case F16 -> Format.F16;
      case BF16 -> Format.BF16;
      default -> throw new FormatException(file, name, "weights are F32, F16 or BF16, this is stored as " + encoding);
    };
    int columns = shape.rank() == 0 ? 1 : shape.dim(-1);
    return new StoredMatrix(format, columns == 0 ? 0 : shape.size() / columns, columns, bytes);
  }

  private void decode(float[] out) {
    switch (encoding) {
      case F32 -> MemorySegment.copy(bytes, ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), 0, out, 0, out.length);
      case F64 -> {
        var wide = new double[CHUNK];
        var layout = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
        for (int at = 0, n; at < out.length; at += n) {
          n = Math.min(CHUNK, out.length - at);
          MemorySegment.copy(bytes, layout, 8L * at, wide, 0, n);
          for (int i = 0; i < n; i++) out[at + i] = (float) wide[i];
        }
      }
      case F16, BF16 -> {
        var halves = new short[CHUNK];
        var layout = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        for (int at = 0, n; at < out.length; at += n) {
          n = Math.min(CHUNK, out.length - at);
          MemorySegment.copy(bytes, layout, 2L * at, halves, 0, n);
          if (encoding == Encoding.F16) widenF16(halves, n, out, at);
          else widenBf16(halves, n, out, at);
        }
      }
      case F8_E4M3 -> {
        for (int i = 0; i < out.length; i++) out[i] = Encoding.float8E4m3(bytes.get(JAVA_BYTE, i));
      }
      case F8_E5M2 -> {
        for (int i = 0; i < out.length; i++) out[i] = Encoding.float8E5m2(bytes.get(JAVA_BYTE, i));
      }
      case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> {
        for (int i = 0; i < out.length; i++) out[i] = integer(i);
      }
    }
  }

  private static void widenF16(short[] halves, int n, float[] out, int at) {
    for (int i = 0; i < n; i++) out[at + i] = Float.float16ToFloat(halves[i]);
  }

  private static void widenBf16(short[] halves, int n, float[] out, int at) {
    for (int i = 0; i < n; i++) out[at + i] = Encoding.bfloat16(halves[i]);
  }

  private void decode(double[] out) {
    switch (encoding) {
      case F64 -> MemorySegment.copy(bytes, ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), 0, out, 0, out.length);
      case F32, F16, BF16, F8_E4M3, F8_E5M2 -> {
        var widened = new float[out.length];
        decode(widened);
        for (int i = 0; i < out.length; i++) out[i] = widened[i];
      }
      case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> {
        for (int i = 0; i < out.length; i++) out[i] = integer(i);
      }
    }
  }

  private void decode(int[] out) {
    for (int i = 0; i < out.length; i++) {
      long value = integer(i);
      if (value != (int) value) {
        throw new FormatException(file, name, "element " + i + " is " + value + ", which does not fit 32 bits");
      }
      out[i] = (int) value;
    }
  }

  private long integer(int i) {
    return switch (encoding) {
      case BOOL -> truth(bytes.get(JAVA_BYTE, i), i);
      case U8 -> Byte.toUnsignedLong(bytes.get(JAVA_BYTE, i));
      case I8 -> bytes.get(JAVA_BYTE, i);
      case I16 -> bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), 2L * i);
      case U16 -> Short.toUnsignedLong(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), 2L * i));
      case I32 -> bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), 4L * i);
      case U32 -> Integer.toUnsignedLong(bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), 4L * i));
      case I64 -> bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), 8L * i);
      case U64 -> signed(bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), 8L * i), i);
      case F32, F64, F16, BF16, F8_E4M3, F8_E5M2 -> throw new AssertionError(encoding);
    };
  }

  private long truth(byte value, int i) {
    if ((value & 1) != value) throw new FormatException(file, name, "element " + i + " is " + value + ", not 0 or 1");
    return value;
  }

  private long signed(long value, int i) {
    if (value < 0) {
      throw new FormatException(file, name, "element " + i + " is " + Long.toUnsignedString(value)
          + ", which does not fit 64 bits with a sign");
    }
    return value;
  }
}
