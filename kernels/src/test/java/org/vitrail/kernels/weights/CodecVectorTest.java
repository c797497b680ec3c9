package org.vitrail.kernels.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.kernels.VectorTest;

@VectorTest
class CodecVectorTest {

  /** Any bytes, from an odd place in memory that ends with the last of them. */
  @ParameterizedTest @EnumSource
  void decodesAsTheSpecification(Format format) {
    var random = new Random(1);
    for (int blocks : new int[] {0, 1, 2, 5}) {
      int elements = blocks * format.block() * (format.block() == 1 ? 23 : 1);
      var bytes = new byte[(int) format.bytes(elements) + 3];
      random.nextBytes(bytes);
      try (var arena = Arena.ofConfined()) {
        var memory = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        var expected = new float[elements + 4];
        var actual = new float[elements + 4];
        CodecScalar.decode(format, memory, 3, expected, 2, elements);
        Codec.decode(format, memory, 3, actual, 2, elements);
        assertArrayEquals(expected, actual, format + ", " + blocks + " blocks");
      }
    }
  }

  @Test void decodesEveryHalf() {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(2 << 16);
      for (int i = 0; i < 1 << 16; i++) memory.set(BlockLayout.SHORT, 2L * i, (short) i);
      var values = new float[1 << 16];
      Codec.decode(Format.F16, memory, 0, values, 0, values.length);
      for (int i = 0; i < values.length; i++) {
        assertEquals(Float.float16ToFloat((short) i), values[i], "bits " + i);
        if (!Float.isNaN(values[i])) assertEquals((short) i, Float.floatToFloat16(values[i]));
      }
    }
  }
}
