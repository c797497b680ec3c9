package org.vitrail.tensor.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the members of a zip archive are that are stored uncompressed, as PyTorch does, so that they can be used in
 * place; archives and members of more than 4 GB too (APPNOTE.TXT 4.3 to 4.5).
 */
final class ZipListing {
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final int LOCAL = 0x04034b50;
  private static final int MEMBER = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END64 = 0x06064b50;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int LONGEST_COMMENT = 65535;
  private static final long ELSEWHERE = 0xffff_ffffL;

  private final Path file;
  private final MemorySegment content;

  private ZipListing(Path file, MemorySegment content) {
    this.file = file;
    this.content = content;
  }

  /** The members by name, each with its bytes; the source code of TorchScript, which is compressed, is left out. */
  static Map<String, MemorySegment> read(Path file, MemorySegment content) {
    try {
      return new ZipListing(file, content).members();
    } catch (IndexOutOfBoundsException e) {
      throw new FormatException(file, "archive", "its directory points beyond the file");
    }
  }

  private Map<String, MemorySegment> members() {
    long end = end();
    long count = u16(end + 10);
    long at = u32(end + 16);
    if (end >= 20 && content.get(INT, end - 20) == LOCATOR64) {
      long end64 = content.get(LONG, end - 12);
      require(content.get(INT, end64) == END64, "its directory is not where it is said to be");
      count = content.get(LONG, end64 + 32);
      at = content.get(LONG, end64 + 48);
    }
    require(count >= 0 && count <= content.byteSize() / 46, "its directory is said to have more members than the file");
    Heap.require(file, "archive", count * 256);
    var members = new LinkedHashMap<String, MemorySegment>();
    for (long i = 0; i < count; i++) {
      require(content.get(INT, at) == MEMBER, "its directory is damaged");
      int nameLength = u16(at + 28);
      int extraLength = u16(at + 30);
      var utf8 = content.asSlice(at + 46, nameLength).toArray(ValueLayout.JAVA_BYTE);
      var name = new String(utf8, StandardCharsets.UTF_8);
      if (u16(at + 10) == 0) {
        var bytes = bytes(at, content.asSlice(at + 46 + nameLength, extraLength));
        require(members.put(name, bytes) == null, FormatException.quote(name) + " occurs twice");
      } else {
        require(name.contains("/code/"), FormatException.quote(name) + " is compressed, which PyTorch never does");
      }
      at += 46 + nameLength + extraLength + u16(at + 32);
    }
    return members;
  }

  /** Where the record is that ends an archive, before a comment. */
  private long end() {
    for (long at = content.byteSize() - 22; at >= Math.max(0, content.byteSize() - 22 - LONGEST_COMMENT); at--) {
      if (content.get(INT, at) == END) return at;
    }
    throw new FormatException(file, "archive", "has no directory at its end");
  }

  private MemorySegment bytes(long at, MemorySegment extra) {
    long size = u32(at + 24);
    long local = u32(at + 42);
    boolean packed = u32(at + 20) == ELSEWHERE;
    for (long field = 0; field + 4 <= extra.byteSize(); field += 4 + Short.toUnsignedInt(extra.get(SHORT, field + 2))) {
      if (extra.get(SHORT, field) != 1) continue;
      long next = field + 4;
      if (size == ELSEWHERE) {
        size = extra.get(LONG, next);
        next += 8;
      }
      if (packed) next += 8;
      if (local == ELSEWHERE) local = extra.get(LONG, next);
    }
    require(content.get(INT, local) == LOCAL, "a member is not where it is said to be");
    return content.asSlice(local + 30 + u16(local + 26) + u16(local + 28), size);
  }

  private int u16(long at) {
    return Short.toUnsignedInt(content.get(SHORT, at));
  }

  private long u32(long at) {
    return Integer.toUnsignedLong(content.get(INT, at));
  }

  private void require(boolean holds, String problem) {
    if (!holds) throw new FormatException(file, "archive", problem);
  }
}
