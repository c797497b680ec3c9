package org.vitrail.kernels.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodecTest {

  private static byte[] encode(Format format, float[] x) {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(format.bytes(x.length));
      Codec.encode(format, x, 0, memory, 0, x.length);
      return memory.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static float[] decode(Format format, byte[] bytes, int elements) {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
      var values = new float[elements];
      Codec.decode(format, memory, 0, values, 0, elements);
      return values;
    }
  }

  /** The error of a block is at most a step of its scale, and a rounding of the scale to eleven bits. */
  @Property(tries = 300) void whatIsEncodedDecodesToNearly(@ForAll Random random,
      @ForAll @FloatRange(min = 0.01f, max = 1000) float size, @ForAll @IntRange(min = 1, max = 4) int blocks) {
    var x = new float[32 * blocks];
    for (int i = 0; i < x.length; i++) x[i] = size * (random.nextFloat() - 0.3f);
    for (var format : Format.values()) {
      if (!format.isEncodable()) continue;
      double steps = switch (format) {
        case Q4_0, Q4_1 -> 15;
        case Q5_0, Q5_1 -> 31;
        case Q8_0 -> 254;
        case F16 -> 2048;
        case BF16 -> 256;
        default -> Double.POSITIVE_INFINITY;
      };
      var y = decode(format, encode(format, x), x.length);
      for (int i = 0; i < x.length; i++) {
        double allowed = 1.05 * 2 * size / steps + (steps < 300 && format != Format.BF16 ? size / 1000 : 0);
        assertTrue(Math.abs(y[i] - x[i]) <= allowed, format + ": " + x[i] + " became " + y[i]);
      }
    }
  }

  /** A decoded block is encoded as the same values again, and these as the same bytes. */
  @Property(tries = 200) void eightBitsStay(@ForAll Random random) {
    var x = new float[64];
    for (int i = 0; i < 64; i++) x[i] = (float) random.nextGaussian();
    var bytes = encode(Format.Q8_0, x);
    assertArrayEquals(bytes, encode(Format.Q8_0, decode(Format.Q8_0, bytes, 64)));
  }

  @Test void zerosStayZeros() {
    for (var format : Format.values()) {
      if (format.isEncodable()) assertArrayEquals(new float[32], decode(format, encode(format, new float[32]), 32), 0f);
    }
  }

  @Test void theGreatestMagnitudeIsKept() {
    var x = new float[32];
    x[3] = -8;
    x[20] = 7;
    assertEquals(-8, decode(Format.Q4_0, encode(Format.Q4_0, x), 32)[3]);
    assertEquals(7, decode(Format.Q4_0, encode(Format.Q4_0, x), 32)[20]);
  }

  @Test void someFormatsAreOnlyRead() {
    assertThrows(UnsupportedOperationException.class, () -> encode(Format.Q6_K, new float[256]));
  }
}
