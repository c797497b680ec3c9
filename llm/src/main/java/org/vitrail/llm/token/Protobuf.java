package org.vitrail.llm.token;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.ByteBuffer;
import org.vitrail.tensor.io.FormatException;

/**
 * Fields of a message in Protocol Buffers' wire format, one after the other. Lengths are checked against the message
 * that they stand in before anything is allocated.
 */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final Path file;
  private final byte[] data;
  private final int end;
  private int at;
  private int field;
  private int type;
  /** The value of a number, or where bytes begin and end. */
  private long number;
  private int from;
  private int to;

  Protobuf(Path file, byte[] data) {
    this(file, data, 0, data.length);
  }

  private Protobuf(Path file, byte[] data, int from, int to) {
    this.file = file;
    this.data = data;
    at = from;
    end = to;
  }

  /** Goes to the next field; false at the end. */
  boolean next() {
    if (at == end) return false;
    long key = varint();
    field = (int) Math.min(key >>> 3, Integer.MAX_VALUE);
    type = (int) (key & 7);
    switch (type) {
      case VARINT -> number = varint();
      case FIXED64 -> number = fixed(8);
      case FIXED32 -> number = fixed(4);
      case BYTES -> {
        long length = varint();
        if (length < 0 || length > end - at) {
          throw wrong("it is said to be " + Long.toUnsignedString(length) + " bytes long, but " + (end - at)
              + " follow");
        }
        from = at;
        at = to = at + (int) length;
      }
      default -> throw wrong("there is no wire type " + type);
    }
    return true;
  }

  /** The number of the current field. */
  int field() {
    return field;
  }

  Protobuf message() {
    require(BYTES, "a message");
    return new Protobuf(file, data, from, to);
  }

  byte[] bytes() {
    require(BYTES, "bytes");
    return java.util.Arrays.copyOfRange(data, from, to);
  }

  String text() {
    require(BYTES, "a text");
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("expected UTF-8");
    }
  }

  int integer() {
    require(VARINT, "an integer");
    return (int) number;
  }

  boolean flag() {
    return integer() != 0;
  }

  float real() {
    require(FIXED32, "a number of 32 bits");
    return Float.intBitsToFloat((int) number);
  }

  private void require(int wanted, String what) {
    if (type != wanted) throw wrong("expected " + what);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) throw wrong("it is cut off");
      byte b = data[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) return value;
    }
    throw wrong("an integer takes more than 10 bytes");
  }

  private long fixed(int size) {
    if (end - at < size) throw wrong("it is cut off");
    long value = 0;
    for (int i = size - 1; i >= 0; i--) value = value << 8 | data[at + i] & 0xFF;
    at += size;
    return value;
  }

  private FormatException wrong(String problem) {
    return new FormatException(file, "protobuf, byte " + at + ", field " + field, problem);
  }
}
