package org.vitrail.tensor.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;

/**
 * The start of a safetensors file: the length of the header (8 bytes, little-endian), then JSON that gives each tensor
 * its type, shape and place behind the header. The places must fill the rest of the file without overlap or gap.
 */
final class SafetensorsHeader {
  private record Entry(String name, String place, Encoding encoding, Shape shape, long start, long end) {}

  private final Path file;
  private final MemorySegment content;

  private SafetensorsHeader(Path file, MemorySegment content) {
    this.file = file;
    this.content = content;
  }

  /** What a file says of itself: its tensors in the order of their data, and notes. */
  record Listing(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}

  static Listing read(Path file, MemorySegment content) {
    return new SafetensorsHeader(file, content).read();
  }

  private Listing read() {
    if (content.byteSize() < 8) {
      throw wrong("header", "expected 8 bytes with its length, the file has " + content.byteSize());
    }
    long length = content.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    if (length < 0 || length > content.byteSize() - 8) {
      throw wrong("header", "its length is said to be " + Long.toUnsignedString(length) + " bytes, the file has "
          + (content.byteSize() - 8) + " after it" + FormatException.CUT);
    }
    Json.requireLength(file, length);
    var header = content.asSlice(8, length).asByteBuffer();
    if (length == 0 || header.get(0) != '{') throw wrong("header", "expected '{' as its first byte");
    var members = Json.object(file, "header", Json.parse(file, header));
    var notes = members.remove("__metadata__");
    return new Listing(tensors(members, content.asSlice(8 + length)), notes == null ? Map.of() : metadata(notes));
  }

  private Map<String, String> metadata(Object notes) {
    var metadata = new LinkedHashMap<String, String>();
    Json.object(file, "__metadata__", notes).forEach((key, value) -> {
      if (!(value instanceof String text)) {
        throw wrong("__metadata__", "expected text at " + FormatException.quote(key) + ", not " + Json.describe(value));
      }
      metadata.put(key, text);
    });
    return metadata;
  }

  private Map<String, StoredTensor> tensors(Map<String, Object> members, MemorySegment data) {
    var entries = new ArrayList<Entry>();
    members.forEach((name, fields) -> entries.add(entry(name, "tensor " + FormatException.quote(name), fields)));
    entries.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end));
    var tensors = LinkedHashMap.<String, StoredTensor>newLinkedHashMap(entries.size());
    long at = 0;
    for (var entry : entries) {
      long bytes = (long) entry.shape.size() * entry.encoding.bytes();
      if (entry.start != at) {
        throw wrong(entry.place, "expected its data at byte " + at + ", found it at " + entry.start
            + ": there is an overlap or a gap");
      }
      if (entry.end - at != bytes) {
        throw wrong(entry.place, "its data spans bytes " + at + " to " + entry.end + ", but " + entry.encoding + " "
            + entry.shape + " takes " + bytes);
      }
      if (entry.end > data.byteSize()) {
        throw wrong(entry.place, "its data ends at " + entry.end + ", but " + data.byteSize() + " follow the header"
            + FormatException.CUT);
      }
      tensors.put(entry.name, new StoredTensor(file, entry.place, entry.encoding, ByteOrder.LITTLE_ENDIAN, entry.shape,
          data.asSlice(at, bytes)));
      at = entry.end;
    }
    if (at != data.byteSize()) {
      throw wrong("data", "the tensors take " + at + " bytes, but " + data.byteSize() + " follow the header");
    }
    return tensors;
  }

  private Entry entry(String name, String place, Object description) {
    var fields = Json.object(file, place, description);
    var offsets = naturals(place, "data_offsets", fields.get("data_offsets"));
    if (offsets.length != 2) throw wrong(place, "expected data_offsets of 2 numbers, found " + offsets.length);
    var encoding = encoding(place, fields.get("dtype"));
    return new Entry(name, place, encoding, shape(place, fields.get("shape")), offsets[0], offsets[1]);
  }

  private Encoding encoding(String place, Object dtype) {
    for (var encoding : Encoding.values()) {
      if (encoding.name().equals(dtype)) return encoding;
    }
    throw wrong(place, "expected dtype out of " + List.of(Encoding.values()) + ", not " + Json.describe(dtype));
  }

  private Shape shape(String place, Object sizes) {
    var shape = naturals(place, "shape", sizes);
    try {
      return Shape.of(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
    } catch (ShapeException | ArithmeticException e) {
      throw wrong(place, "its shape has more than 2147483647 elements, the most a tensor can hold");
    }
  }

  private long[] naturals(String place, String field, Object value) {
    if (value instanceof List<?> list && list.stream().allMatch(n -> n instanceof Long l && l >= 0)) {
      return list.stream().mapToLong(n -> (Long) n).toArray();
    }
    throw wrong(place, "expected " + field + " as a list of integers from 0, found " + Json.describe(value));
  }

  private FormatException wrong(String place, String problem) {
    return new FormatException(file, place, problem);
  }
}
