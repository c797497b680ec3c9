package org.vitrail.tensor.io;

import static org.vitrail.tensor.io.GgufValues.INT;
import static org.vitrail.tensor.io.GgufValues.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;

/**
 * The part of a GGUF file before its data: magic, version, counts, metadata, and for each tensor its name, dimensions
 * from the innermost, type and offset. A cursor that never leaves the file, and goes over a value whole before it is
 * made an object.
 */
final class GgufHeader {
  private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
  private static final int DEEPEST = 8;
  private static final int MOST_AXES = 4;
  /** What an entry's objects take at most beside its text and array. */
  private static final long ENTRY_BYTES = 512;

  /** A tensor and where its bytes are, counted from the start of the file. */
  record Entry(String name, GgufType type, Shape shape, long offset) {
    long bytes() {
      return type.bytes(shape.size());
    }
  }

  /** What a file says of itself. */
  record Listing(Map<String, GgufValue> values, List<Entry> tensors) {}

  private final Path file;
  private final MemorySegment content;
  private long at;

  private GgufHeader(Path file, MemorySegment content) {
    this.file = file;
    this.content = content;
  }

  static Listing read(Path file, MemorySegment content) {
    return new GgufHeader(file, content).read();
  }

  private Listing read() {
    if (content.byteSize() < 24 || u32("start") != MAGIC) {
      throw wrong("start", "expected the letters GGUF, a version and two counts");
    }
    int version = u32("start");
    if (version == 2 << 24 || version == 3 << 24) {
      throw wrong("start", "is big-endian, and only little-endian files are read: turn it with gguf_convert_endian.py");
    }
    if (version != 2 && version != 3) {
      throw wrong("start", "expected version 2 or 3, found " + Integer.toUnsignedString(version));
    }
    int tensors = count("number of tensors", 24);
    int values = count("number of metadata", 13);
    Heap.require(file, "header", (tensors + (long) values) * ENTRY_BYTES);
    var metadata = metadata(values);
    return new Listing(metadata, tensors(tensors, alignment(metadata)));
  }

  private Map<String, GgufValue> metadata(int n) {
    var metadata = new LinkedHashMap<String, GgufValue>();
    for (int i = 0; i < n; i++) {
      var key = name("metadata " + i);
      var place = "metadata " + FormatException.quote(key);
      var kind = kind(place);
      long start = at;
      pass(kind, place, 0);
      Heap.require(file, place, 2 * at);
      if (metadata.put(key, new GgufValue(kind, GgufValues.read(kind, content, start))) != null) {
        throw wrong(place, "occurs twice");
      }
    }
    return metadata;
  }

  private long alignment(Map<String, GgufValue> metadata) {
    var value = metadata.get("general.alignment");
    if (value == null) return GgufWriter.ALIGNMENT;
    if (value.plain() instanceof Long n && n > 0 && n <= 1 << 20 && Long.bitCount(n) == 1) return n;
    throw wrong("metadata 'general.alignment'", "expected a power of two");
  }

  /** Goes over a value, whose every length is checked on the way. */
  private void pass(GgufKind kind, String place, int depth) {
    switch (kind) {
      case TEXT -> pass(u64(place), 1, place);
      case ARRAY -> {
        if (depth == DEEPEST) throw wrong(place, "arrays are nested more than " + DEEPEST + " deep");
        var elements = kind(place);
        long n = u64(place);
        long start = at;
        int least = elements == GgufKind.TEXT ? 8 : elements == GgufKind.ARRAY ? 12 : elements.bytes();
        if (n < 0 || n > (content.byteSize() - at) / least) {
          throw wrong(place, "is said to have " + Long.toUnsignedString(n) + " elements, more than there is room for"
              + FormatException.CUT);
        }
        if (elements.bytes() > 0) pass(n, elements.bytes(), place);
        for (long i = 0; elements.bytes() == 0 && i < n; i++) pass(elements, place, depth + 1);
        if (at - start > Integer.MAX_VALUE - 16) throw wrong(place, "takes more than 2147483647 bytes");
      }
      case U8, I8, U16, I16, U32, I32, F32, BOOL, U64, I64, F64 -> pass(1, kind.bytes(), place);
    }
  }

  private List<Entry> tensors(int n, long alignment) {
    var entries = new LinkedHashMap<String, Entry>();
    for (int i = 0; i < n; i++) {
      var name = name("tensor " + i);
      if (entries.put(name, entry(name, "tensor " + FormatException.quote(name), alignment)) != null) {
        throw wrong("tensor " + FormatException.quote(name), "occurs twice");
      }
    }
    long data = Math.min(content.byteSize(), Math.ceilDiv(at, alignment) * alignment);
    var placed = new ArrayList<Entry>();
    entries.values().forEach(e -> placed.add(new Entry(e.name, e.type, e.shape, e.offset + data)));
    requireRoom(placed);
    return placed;
  }

  private Entry entry(String name, String place, long alignment) {
    int rank = u32(place);
    if (rank < 0 || rank > MOST_AXES) {
      throw wrong(place, "expected at most 4 axes, found " + Integer.toUnsignedString(rank));
    }
    var sizes = new int[rank];
    for (int axis = rank - 1; axis >= 0; axis--) {
      long size = u64(place);
      if (size < 0 || size > Integer.MAX_VALUE) throw tooLarge(place);
      sizes[axis] = (int) size;
    }
    int id = u32(place);
    var type = GgufType.of(id);
    if (type == null) throw wrong(place, "is of type " + Integer.toUnsignedString(id) + ", which is not known");
    var shape = shape(place, sizes);
    int row = rank == 0 ? 1 : shape.dim(-1);
    if (row % type.block() != 0) {
      throw wrong(place, "rows of " + row + " elements are no whole blocks of " + type.block() + ", as of " + type);
    }
    long offset = u64(place);
    if (offset < 0 || offset % alignment != 0) {
      throw wrong(place, "its data begins at " + Long.toUnsignedString(offset) + ", no multiple of " + alignment);
    }
    return new Entry(name, type, shape, offset);
  }

  private Shape shape(String place, int[] sizes) {
    try {
      return Shape.of(sizes);
    } catch (ShapeException e) {
      throw tooLarge(place);
    }
  }

  private FormatException tooLarge(String place) {
    return wrong(place, "its shape has more than 2147483647 elements, the most a tensor can hold");
  }

  private void requireRoom(List<Entry> tensors) {
    var sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(Entry::offset).thenComparingLong(Entry::bytes));
    long end = 0;
    for (var entry : sorted) {
      var place = "tensor " + FormatException.quote(entry.name);
      if (entry.offset < end) throw wrong(place, "its data overlaps that of another tensor");
      if (entry.offset > content.byteSize() || entry.bytes() > content.byteSize() - entry.offset) {
        throw wrong(place, "its data takes " + entry.bytes() + " bytes from byte " + Long.toUnsignedString(entry.offset)
            + ", but the file has " + content.byteSize() + FormatException.CUT);
      }
      end = entry.offset + entry.bytes();
    }
  }

  /** A number of things that take at least {@code least} bytes each. */
  private int count(String place, int least) {
    long n = u64(place);
    if (n < 0 || n > Math.min(Integer.MAX_VALUE, (content.byteSize() - at) / least)) {
      throw wrong(place, "is said to be " + Long.toUnsignedString(n) + ", more than there is room for"
          + FormatException.CUT);
    }
    return (int) n;
  }

  private GgufKind kind(String place) {
    int id = u32(place);
    var kind = GgufKind.of(id);
    if (kind == null) throw wrong(place, "is of type " + Integer.toUnsignedString(id) + ", which is not known");
    return kind;
  }

  private String name(String place) {
    long start = at;
    pass(GgufKind.TEXT, place, 0);
    if (at - start > 8 + 65535) throw wrong(place, "its name has more than 65535 bytes");
    try {
      var utf8 = content.asSlice(start + 8, at - start - 8).toArray(ValueLayout.JAVA_BYTE);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw wrong(place, "its name is not UTF-8");
    }
  }

  private int u32(String place) {
    pass(1, 4, place);
    return content.get(INT, at - 4);
  }

  private long u64(String place) {
    pass(1, 8, place);
    return content.get(LONG, at - 8);
  }

  private void pass(long n, int bytes, String place) {
    if (n < 0 || n > (content.byteSize() - at) / bytes) {
      throw wrong(place, "the file ends within it" + FormatException.CUT);
    }
    at += n * bytes;
  }

  private FormatException wrong(String place, String problem) {
    return new FormatException(file, place, problem);
  }
}
