package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vit.scenes.Fnv;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.SceneSource;

class ProbesTest {
  private static final SceneSource SOURCE = SceneSource.PLAIN;
  private static final Oracle ORACLE = new Oracle(SOURCE);

  /** Sees which words fit, not in which order. */
  private static final Scorer BAG = new Oracle(SOURCE) {
    @Override double score(Scene scene, String text) {
      return words(text).equals(words(scene.caption())) ? 1 : 0;
    }

    private static List<String> words(String text) {
      return Arrays.stream(text.split(" ")).sorted().toList();
    }
  };

  /** Scores that have nothing to do with what is asked. */
  private static final Scorer RANDOM = (pictures, texts) -> {
    var tags = texts.stream().mapToLong(Fnv::of).toArray();
    return pictures.stream().map(picture -> {
      long hash = Fnv.of(picture.pixels());
      return LongStream.of(tags).mapToDouble(tag -> Draws.stream("", tag ^ hash).next()).toArray();
    }).toArray(double[][]::new);
  };

  private static final Scorer CONSTANT = (pictures, texts) -> new double[pictures.size()][texts.size()];

  static Stream<Probe> hardOnes() {
    return Stream.of(new Labels(), new HeldOut(), new Relations(), new Counting(), new Binding(), new WordOrder(),
        new Enumeration(), new Prompts(), new Polling());
  }

  static Stream<Probe> all() {
    return Probe.ALL.stream();
  }

  /** Measures of which less is better, or that are no measure of how good a model is. */
  private static final Set<String> OTHERS = Set.of("mean absolute error", "standard deviation", "drop", "share of yes",
      "median rank", "texture", "shape bias", "share of the accuracy kept", "same answer to all prompts");

  @ParameterizedTest
  @MethodSource("hardOnes")
  void whoKnowsItAllIsAlwaysRight(Probe probe) {
    var findings = probe.of(ORACLE, SOURCE);
    assertFalse(findings.results().isEmpty());
    for (var result : findings.results()) {
      boolean blind = result.variant().contains("empty picture");
      double best = blind ? 0 : switch (result.metric()) {
        case "mean absolute error", "standard deviation", "drop" -> 0;
        case "share of yes" -> 0.5;
        default -> 1;
      };
      assertEquals(best, result.value(), 1e-12, result.toString());
    }
    assertTrue(findings.examples().stream().allMatch(Example::right));
    assertEquals(6, findings.examples().size());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whoGuessesIsAsGoodAsChance(Probe probe) {
    for (var result : probe.of(RANDOM, SOURCE).results()) {
      if (Double.isNaN(result.chance()) || result.chance() > 1 || Set.of("least", "greatest").contains(result.metric())) {
        continue;
      }
      double deviation = Math.sqrt(result.chance() * (1 - result.chance()) / result.n());
      assertEquals(result.chance(), result.value(), 4.5 * deviation, result.toString());
      assertTrue(result.lo() <= result.value() && result.value() <= result.hi(), result.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void whoAlwaysSaysTheSameGetsNothing(Probe probe) {
    for (var result : probe.of(CONSTANT, SOURCE).results()) {
      boolean counts = probe instanceof Counting && Set.of("off by at most one").contains(result.metric());
      boolean polls = probe instanceof Polling && result.metric().equals("accuracy");
      if (!OTHERS.contains(result.metric()) && !counts && !polls) assertEquals(0, result.value(), 0, result.toString());
    }
  }

  @Test void aBagOfWordsFindsNoOrder() {
    for (var probe : List.of(new Relations(), new Binding())) {
      for (var result : probe.of(BAG, SOURCE).results()) {
        if (result.metric().matches("text|image|group.*|2-way")) assertEquals(0, result.value(), result.toString());
      }
    }
    assertEquals(0, value(new WordOrder().of(BAG, SOURCE), "accuracy"));
    assertEquals(0, value(new Enumeration().of(BAG, SOURCE), "accuracy"));
  }

  @Test void guessedCountsAreOffAsFarAsTheItemsSay() {
    var findings = new Counting().of(RANDOM, SOURCE);
    var error = findings.results().stream().filter(r -> r.metric().equals("mean absolute error")).findFirst().orElseThrow();
    assertEquals(1.94, error.chance(), 0.03);
    assertEquals(error.chance(), error.value(), 0.2);
    assertEquals(600, Arrays.stream(findings.confusion().counts()).flatMapToInt(Arrays::stream).sum());
    assertEquals(86, Arrays.stream(findings.confusion().counts()[0]).sum());
  }

  @Test void whoAlwaysSaysYesHasTheFiguresOfPope() {
    Scorer yes = new Scorer() {
      private int asked;

      /** Above the median as soon as the questions that set it are over. */
      @Override public double[][] scores(List<Picture> pictures, List<String> texts) {
        var scores = new double[pictures.size()][texts.size()];
        for (var row : scores) Arrays.fill(row, asked++);
        return scores;
      }
    };
    for (var result : new Polling().of(yes, SOURCE).results()) {
      assertEquals(1596, result.n());
      double expected = switch (result.metric()) {
        case "accuracy", "precision" -> 0.5;
        case "F1" -> 2 / 3.0;
        default -> 1;
      };
      assertEquals(expected, result.value(), 1e-12, result.toString());
    }
  }

  @Test void probesHaveNames() {
    assertEquals(Probe.ALL, Probe.named(List.of("all")));
    assertEquals(List.of(new Counting(), new Relations()), Probe.named(List.of("count", "relation", "count")));
    var refused = assertThrows(IllegalArgumentException.class, () -> Probe.named(List.of("counting")));
    assertTrue(refused.getMessage().startsWith("there is no probe 'counting'; there are all, zeroshot, "));
  }

  private static double value(Findings findings, String metric) {
    return findings.results().stream().filter(r -> r.metric().equals(metric)).findFirst().orElseThrow().value();
  }
}
