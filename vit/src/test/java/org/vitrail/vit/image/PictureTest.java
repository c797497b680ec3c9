package org.vitrail.vit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PictureTest {
  private static final Picture GREY = new Picture(3, 2, 1, new byte[] {1, 2, 3, 4, 5, 6});

  @Test void cropsInsideAndBeyond() {
    assertArrayEquals(new byte[] {2, 3, 5, 6}, GREY.crop(1, 0, 2, 2).pixels());
    assertArrayEquals(new byte[] {0, 0, 0, 0, 1, 2, 0, 4, 5}, GREY.crop(-1, -1, 3, 3).pixels());
    assertArrayEquals(new byte[] {6, 0, 0, 0}, GREY.crop(2, 1, 2, 2).pixels());
    assertArrayEquals(new byte[] {0}, GREY.crop(9, 0, 1, 1).pixels());
  }

  @Test void flips() {
    assertArrayEquals(new byte[] {3, 2, 1, 6, 5, 4}, GREY.flip().pixels());
  }

  @Test void greyBecomesColour() {
    assertArrayEquals(new byte[] {7, 7, 7}, new Picture(1, 1, 1, new byte[] {7}).rgb().pixels());
  }

  @Test void alphaIsDroppedOrBlended() {
    var picture = new Picture(2, 1, 4, new byte[] {10, 20, 30, 0, 100, 0, (byte) 255, 51});
    assertArrayEquals(new byte[] {10, 20, 30, 100, 0, (byte) 255}, picture.rgb().pixels());
    byte white = (byte) 255;
    assertArrayEquals(new byte[] {white, white, white, (byte) 224, (byte) 204, white}, picture.onWhite().pixels());
  }

  @Test void wrongSizesAreNamed() {
    var error = assertThrows(IllegalArgumentException.class, () -> new Picture(2, 2, 3, new byte[11]));
    assertEquals("picture: 11 bytes do not make 2x2 pixels of 3 channels", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> GREY.resize(1 << 20, 1 << 20, Filter.BOX));
    assertThrows(IllegalArgumentException.class, () -> GREY.resize(0, 4, Filter.BOX));
  }
}
