package org.vitrail.vlm.cm3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.image.Picture;

class RerankingTest {
  /** Finds wide pictures fitting. */
  private static final Reranking BY_WIDTH = new Reranking((pictures, texts) -> {
    assertEquals(List.of("wide"), texts);
    return pictures.stream().map(picture -> new double[] {picture.width()}).toArray(double[][]::new);
  });

  private static Picture picture(int width) {
    return new Picture(width, 1, 3, new byte[3 * width]);
  }

  @Test void theBestComesFirst() {
    var ranked = BY_WIDTH.apply("wide", List.of(picture(2), picture(5), picture(1), picture(3)));
    assertEquals(List.of(5, 3, 2, 1), ranked.stream().map(Picture::width).toList());
  }

  @Test void equalOnesKeepTheirOrder() {
    var first = picture(2);
    var second = picture(2);
    var ranked = BY_WIDTH.apply("wide", List.of(first, second, picture(4)));
    assertSame(first, ranked.get(1));
    assertSame(second, ranked.get(2));
  }

  @Test void ofNoneThereIsNone() {
    assertEquals(List.of(), BY_WIDTH.apply("wide", List.of()));
  }
}
