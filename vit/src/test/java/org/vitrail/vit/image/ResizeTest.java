package org.vitrail.vit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {
  static List<String> resized() {
    return Reference.keys("pil.");
  }

  @ParameterizedTest
  @MethodSource("resized")
  void equalsPillow(String key) {
    var parts = key.split("\\.");
    var expected = Reference.tensor(key);
    var resized = Reference.picture(parts[1]).resize(expected.dim(1), expected.dim(0), Filter.named(parts[2]));
    int[] levels = expected.toInts();
    for (int i = 0; i < levels.length; i++) {
      assertEquals(levels[i], resized.pixels()[i] & 0xFF, "byte " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void theSameSizeIsTheSamePicture(Filter filter) {
    var picture = Reference.picture("noise");
    assertArrayEquals(picture.pixels(), picture.resize(picture.width(), picture.height(), filter).pixels());
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void aPlainPictureStaysPlain(Filter filter) {
    var picture = new Picture(5, 3, 1, new byte[15]);
    Arrays.fill(picture.pixels(), (byte) 201);
    for (int size : new int[] {1, 2, 4, 7, 31}) {
      for (byte grey : picture.resize(size, 2 * size, filter).pixels()) {
        assertEquals(201, grey & 0xFF);
      }
    }
  }

  @Test void filtersHaveNumbersAndNames() {
    assertEquals(Filter.BICUBIC, Filter.of(3));
    assertEquals(Filter.LANCZOS, Filter.named("LANCZOS"));
    var error = assertThrows(IllegalArgumentException.class, () -> Filter.of(6));
    assertEquals("resample 6 is unknown; 0 to 5 stand for [nearest, lanczos, bilinear, bicubic, box, hamming]",
        error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Filter.named("cubic"));
  }
}
