package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.Captioned;

class RetrievalTest {

  /** Four pictures, of which two have the caption "two". */
  private static final Dataset<Captioned> DATA = Dataset.of(List.of(of(0, "zero"), of(1, "one", "eins"), of(2, "two"),
      of(3, "two")));

  private static Captioned of(int level, String... captions) {
    return new Captioned(new Picture(1, 1, 1, new byte[] {(byte) level}), List.of(captions), List.of());
  }

  private static Map<String, Double> values(double[][] scores) {
    Scorer model = (pictures, texts) -> scores;
    return Retrieval.of(model, DATA, "test").results().stream()
        .collect(Collectors.toMap(r -> r.variant() + " " + r.metric(), Result::value));
  }

  @Test void anyPictureWithTheSameCaptionIsRight() {
    var values = values(new double[][] {
        {9, 0, 0, 0, 0},
        {1, 0, 2, 0, 0},
        {0, 0, 0, 0, 5},
        {0, 0, 0, 1, 0}});
    assertEquals(1, values.get("picture to text R@1"));
    assertEquals(1, values.get("picture to text median rank"));
    assertEquals(0.8, values.get("text to picture R@1"), 1e-12);
    assertEquals(1, values.get("text to picture R@5"));
  }

  @Test void whatIsWrongAndAsGoodStandsBefore() {
    var values = values(new double[4][5]);
    assertEquals(0, values.get("picture to text R@1"));
    assertEquals(1, values.get("picture to text R@5"));
    assertEquals(4, values.get("picture to text median rank"));
    assertEquals(4, values.get("text to picture median rank"));
  }

  @Test void chanceCountsHowManyAreRight() {
    Scorer model = (pictures, texts) -> new double[4][5];
    var results = Retrieval.of(model, DATA, "test").results();
    assertEquals((1 / 5.0 + 2 / 5.0 + 2 / 5.0 + 2 / 5.0) / 4, results.get(0).chance(), 1e-12);
    assertEquals(1, results.get(1).chance(), 1e-12);
    assertEquals(2, results.get(3).chance(), 1e-12);
  }
}
