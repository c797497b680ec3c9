package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.scenes.SceneReader;
import org.vitrail.vlm.data.SceneSource;

class AbstainingTest {
  private static List<Double> shares(Answerer model) {
    var results = Abstaining.of(model, SceneSource.PLAIN, 20).results();
    results.forEach(result -> assertEquals(20, result.n()));
    return results.stream().map(Result::value).toList();
  }

  @Test void whoAlwaysSaysNoAbstainsTooOften() {
    assertEquals(List.of(1.0, 1.0, 1.0, 1.0), shares(asked -> asked.stream().map(question -> "no").toList()));
  }

  @Test void whoLooksAbstainsWhereNothingIs() {
    assertEquals(List.of(1.0, 0.0, 1.0, 0.0), shares(asked -> asked.stream().map(question -> {
      assertTrue(question.allowed().contains("no"));
      var words = Arrays.asList(question.question().split(" "));
      return SceneReader.read(question.picture().pixels()).stream().map(thing -> thing.kind())
          .anyMatch(kind -> words.contains(kind.shape().word()) || words.contains(kind.colour().word())) ? "red" : "no";
    }).toList()));
  }
}
