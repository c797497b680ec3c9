package org.vitrail.tensor.io;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A value of a GGUF file's metadata with its type.
 *
 * @param plain a {@code Long} or {@code BigInteger}, {@code Float}, {@code Double}, {@code Boolean}, {@code String} or
 *     {@link GgufArray}
 */
public record GgufValue(GgufKind kind, Object plain) {

  public static GgufValue u32(long value) {
    if (value != (value & 0xffff_ffffL)) throw new IllegalArgumentException(value + " does not fit 32 bits");
    return new GgufValue(GgufKind.U32, value);
  }

  public static GgufValue f32(double value) {
    return new GgufValue(GgufKind.F32, (float) value);
  }

  public static GgufValue bool(boolean value) {
    return new GgufValue(GgufKind.BOOL, value);
  }

  public static GgufValue text(String value) {
    return new GgufValue(GgufKind.TEXT, value);
  }

  public static GgufValue u8s(byte... values) {
    return array(GgufKind.U8, values, values.length, null);
  }

  public static GgufValue i32s(int... values) {
    var raw = little(4 * values.length);
    raw.asIntBuffer().put(values);
    return array(GgufKind.I32, raw.array(), values.length, null);
  }

  public static GgufValue f32s(float... values) {
    var raw = little(4 * values.length);
    raw.asFloatBuffer().put(values);
    return array(GgufKind.F32, raw.array(), values.length, null);
  }

  public static GgufValue texts(List<String> values) {
    var raw = new ByteArrayOutputStream();
    var starts = new int[values.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = raw.size();
      raw.writeBytes(utf8(values.get(i)));
    }
    return array(GgufKind.TEXT, raw.toByteArray(), starts.length, starts);
  }

  private static GgufValue array(GgufKind kind, byte[] raw, int size, int[] starts) {
    return new GgufValue(GgufKind.ARRAY, new GgufArray(kind, MemorySegment.ofArray(raw), size, starts));
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A text with its length before it, as in a file. */
  static byte[] utf8(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return little(8 + bytes.length).putLong(bytes.length).put(bytes).array();
  }

  /** The value as in a file, without its type. */
  byte[] bytes() {
    return switch (plain) {
      case String text -> utf8(text);
      case GgufArray array -> {
        int length = Math.toIntExact(array.raw().byteSize());
        yield little(12 + length).putInt(array.kind().ordinal()).putLong(array.size())
            .put(array.raw().asByteBuffer()).array();
      }
      case Boolean truth -> new byte[] {(byte) (truth ? 1 : 0)};
      case Float real -> little(4).putFloat(real).array();
      case Double real -> little(8).putDouble(real).array();
      case Number whole -> java.util.Arrays.copyOf(little(8).putLong(whole.longValue()).array(), kind.bytes());
      default -> throw new IllegalArgumentException("a value of metadata is no " + plain.getClass().getSimpleName());
    };
  }
}
