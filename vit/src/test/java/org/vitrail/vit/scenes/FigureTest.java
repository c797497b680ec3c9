package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
  @ParameterizedTest
  @CsvSource({
    "CIRCLE, 52, 156", "SQUARE, 64, 144", "TRIANGLE, 32, 92", "DIAMOND, 40, 112", "CROSS, 28, 96", "RING, 40, 124"})
  void areasAreExact(Figure figure, int small, int large) {
    assertEquals(small, painted(figure, false));
    assertEquals(large, painted(figure, true));
  }

  private static int painted(Figure figure, boolean large) {
    byte[] rgb = Raster.paint(Raster.blank(), List.of(new Thing(new Kind(figure, Colour.WHITE), large, 5, 0, 0)));
    int count = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      count += (rgb[i] & 0xFF) == Colour.WHITE.red ? 1 : 0;
    }
    return count;
  }
}
