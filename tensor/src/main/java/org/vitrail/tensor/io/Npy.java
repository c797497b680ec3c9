package org.vitrail.tensor.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * NumPy's file of one array
 * (<a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">specification</a>): magic, version,
 * length of the header, header, elements. Read: booleans, integers, F16, F32 and F64 of either byte order, in C or
 * Fortran order. Integers and booleans become I32.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  /** As NumPy: what is longer was not written by it. */
  private static final int LONGEST_HEADER = 10_000;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Npy() {}

  /**
   * The array in {@code file}.
   *
   * @throws FormatException if it is not such a file, or an integer does not fit 32 bits
   * @throws IOException if it cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    try (var arena = Arena.ofConfined(); var channel = FileChannel.open(file)) {
      return read(file, "", channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    }
  }

  /** The array in {@code content}; errors put {@code place} before theirs. */
  static Tensor read(Path file, String place, MemorySegment content) {
    if (content.byteSize() < 10 || !Arrays.equals(MAGIC, content.asSlice(0, 6).toArray(ValueLayout.JAVA_BYTE))) {
      throw new FormatException(file, place + "start", "expected \\x93NUMPY, a version and the length of the header");
    }
    int version = content.get(ValueLayout.JAVA_BYTE, 6);
    if (version < 1 || version > 3 || content.get(ValueLayout.JAVA_BYTE, 7) != 0) {
      throw new FormatException(file, place + "start", "expected version 1.0, 2.0 or 3.0");
    }
    int start = version == 1 ? 10 : 12;
    long length = version == 1 ? Short.toUnsignedLong(content.get(SHORT, 8))
        : content.byteSize() < start ? Long.MAX_VALUE : Integer.toUnsignedLong(content.get(INT, 8));
    if (length > Math.min(LONGEST_HEADER, content.byteSize() - start)) {
      throw new FormatException(file, place + "start", "the header is said to be longer than the file, or than "
          + LONGEST_HEADER + " bytes");
    }
    var text = new String(content.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    return array(file, place, NpyHeader.parse(file, place, text), content.asSlice(start + length));
  }

  private static Tensor array(Path file, String place, NpyHeader header, MemorySegment data) {
    long bytes = (long) header.shape().size() * header.encoding().bytes();
    if (bytes != data.byteSize()) {
      throw new FormatException(file, place + "data", header.encoding() + " " + header.shape() + " takes " + bytes
          + " bytes, but " + data.byteSize() + " follow the header");
    }
    var shape = header.fortran() ? Shape.of(reversed(header.shape().sizes())) : header.shape();
    var stored = new StoredTensor(file, place + "data", header.encoding(), header.order(), shape, data);
    var tensor = stored.tensor(header.encoding().dtype());
    var lastFirst = reversed(IntStream.range(0, shape.rank()).toArray());
    return header.fortran() ? tensor.permute(lastFirst).contiguous() : tensor;
  }

  private static int[] reversed(int[] values) {
    return IntStream.range(0, values.length).map(i -> values[values.length - 1 - i]).toArray();
  }

  /** Replaces {@code file} by one that holds {@code array}. */
  public static void write(Path file, Tensor array) throws IOException {
    AtomicFile.write(file, channel -> write(channel, array));
  }

  /** The header is padded so that the elements start at a multiple of 64 bytes. */
  static void write(WritableByteChannel channel, Tensor array) throws IOException {
    var encoding = Encoding.of(array.dtype());
    var text = new NpyHeader(encoding, ByteOrder.LITTLE_ENDIAN, false, array.shape()).text();
    int length = (10 + text.length() + 1) / 64 * 64 + 64 - 10;
    var header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1).put((byte) 0)
        .putShort((short) length).put(text.getBytes(StandardCharsets.ISO_8859_1));
    while (header.remaining() > 1) header.put((byte) ' ');
    var out = new ElementWriter(channel, ByteOrder.LITTLE_ENDIAN);
    out.write(header.put((byte) '\n').flip());
    out.write("array", array, encoding);
    out.flush();
  }
}
