package org.vitrail.vlm.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.vitrail.tensor.io.FormatException;

/**
 * The files in a tar file, one after the other (POSIX.1-2001 ustar and pax, and GNU's long names). Nothing is unpacked;
 * links, folders and devices are passed over.
 */
final class Tar implements AutoCloseable {
  private static final int BLOCK = 512;
  /** A name or a header of attributes is not longer. */
  private static final int MOST_HEADER = 1 << 16;

  /** A file of {@code size} bytes. */
  record Member(String name, long size) {}

  private final Path file;
  private final FileChannel channel;
  private final long length;
  private long next;
  private long content;

  Tar(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file);
    this.length = channel.size();
  }

  /** The next file, null after the last. */
  Member next() throws IOException {
    String longName = null;
    while (next < length) {
      long at = next;
      var header = read(at, BLOCK);
      if (isZero(header)) return null;
      if (!isHeader(header)) throw new FormatException(file, "byte " + at, "is no header of a tar file; fetch it again");
      long size = number(header, 124, 12, at);
      content = at + BLOCK;
      if (size < 0 || size > length - content) {
        throw new FormatException(file, "byte " + at, "a file of " + size + " bytes has " + (length - content)
            + " after it; the tar file is cut short or damaged, fetch it again");
      }
      next = Math.min(length, content + Math.ceilDiv(size, BLOCK) * BLOCK);
      switch (header[156]) {
        case 'L' -> longName = text(header(size, at));
        case 'x' -> longName = path(header(size, at), longName);
        case 0, '0', '7' -> {
          return new Member(longName != null ? longName : name(header), size);
        }
        default -> longName = null;
      }
    }
    return null;
  }

  /** The bytes of the last file, which the caller knows to be few enough. */
  byte[] content(Member member) throws IOException {
    return read(content, (int) member.size());
  }

  private byte[] header(long size, long at) throws IOException {
    if (size > MOST_HEADER) throw new FormatException(file, "byte " + at, "a name of " + size + " bytes; fetch it again");
    return read(content, (int) size);
  }

  private byte[] read(long from, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate((int) Math.min(bytes, length - from));
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, from + buffer.position());
      if (count < 0) break;
    }
    if (buffer.position() == bytes) return buffer.array();
    throw new FormatException(file, "byte " + from, "ends early; the tar file is cut short or damaged, fetch it again");
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) if (b != 0) return false;
    return true;
  }

  /** Whether the sum of the bytes, those of the sum itself as blanks, is the one that stands in the header. */
  private static boolean isHeader(byte[] header) {
    long sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += header[i] & 0xFF;
    return sum == octal(header, 148, 8);
  }

  /** Octal digits, or, where the first bit is set, a binary number. */
  private long number(byte[] header, int from, int digits, long at) {
    if (header[from] >= 0) return octal(header, from, digits);
    if ((header[from] & 0x7F) != 0) throw new FormatException(file, "byte " + at, "a file is said to be too large");
    for (int i = from + 1; i < from + digits - 8; i++) if (header[i] != 0) return -1;
    return ByteBuffer.wrap(header).getLong(from + digits - 8);
  }

  private static long octal(byte[] header, int from, int digits) {
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      if (header[i] >= '0' && header[i] <= '7') value = 8 * value + header[i] - '0';
      else if (header[i] != ' ' && header[i] != 0) return -1;
    }
    return value;
  }

  private static String name(byte[] header) {
    var name = text(Arrays.copyOf(header, 100));
    boolean ustar = new String(header, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
    var prefix = ustar && header[262] == 0 ? text(Arrays.copyOfRange(header, 345, 500)) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The path among attributes {@code "LENGTH KEY=VALUE\n"} if there is one. */
  private static String path(byte[] attributes, String otherwise) {
    var path = otherwise;
    int at = 0;
    while (at < attributes.length) {
      int blank = at;
      int size = 0;
      while (blank < attributes.length && blank < at + 6 && attributes[blank] >= '0' && attributes[blank] <= '9') {
        size = 10 * size + attributes[blank++] - '0';
      }
      if (size <= blank - at || at + size > attributes.length) return path;
      var entry = new String(attributes, blank, at + size - blank, StandardCharsets.UTF_8).strip();
      if (entry.startsWith("path=")) path = entry.substring("path=".length());
      at += size;
    }
    return path;
  }

  /** Up to the first zero byte. */
  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) end++;
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  @Override public void close() throws IOException {
    channel.close();
  }
}
