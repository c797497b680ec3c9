package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.vlm.probe.Bleu.Smoothing;

class TextMeasuresTest {
  private static final List<String> TEXTS = List.of("a red circle and a blue square", "a green ring",
      "three white crosses", "a small red ring left of a cyan ring");
  private static final List<List<String>> REFERENCES = List.of(
      List.of("a red circle and a blue square", "a blue square and a red circle"),
      List.of("a green ring above a red ring"), List.of("two white crosses", "three white crosses are there"),
      List.of("a cyan ring left of a red ring"));

  /** By hand: matches 21, 16, 10, 5 of 22, 18, 14, 10; 22 words, 25 of the closest references. */
  @Test void bleuIsThatOfItsFormula() {
    double precision = Math.pow(21.0 / 22 * 16 / 18 * 10 / 14 * 5 / 10, 0.25);
    assertEquals(Math.exp(1 - 25.0 / 22) * precision, Bleu.of(TEXTS, REFERENCES, Smoothing.NONE), 1e-12);
    double smoothed = Math.pow(21.0 / 22 * 17 / 19 * 11 / 15 * 6 / 11, 0.25);
    assertEquals(Math.exp(1 - 25.0 / 22) * smoothed, Bleu.of(TEXTS, REFERENCES, Smoothing.ADD_ONE), 1e-12);
  }

  /** Two texts of three words have no four in a row: matches 6, 4, 2, 0; 6 words, 10 of the references. */
  @Test void shortTextsNeedSmoothing() {
    var texts = TEXTS.subList(1, 3);
    var references = REFERENCES.subList(1, 3);
    assertEquals(0, Bleu.of(texts, references, Smoothing.NONE));
    assertEquals(Math.exp(1 - 10.0 / 6) * Math.pow(0.1, 0.25), Bleu.of(texts, references, Smoothing.EPSILON), 1e-12);
    assertEquals(Math.exp(1 - 10.0 / 6), Bleu.of(texts, references, Smoothing.ADD_ONE), 1e-12);
  }

  /** The examples in the documentation of NLTK's corpus_bleu. */
  @Test void bleuIsThatOfNltk() {
    var guide = "It is a guide to action which ensures that the military always obeys the commands of the party";
    var guides = List.of("It is a guide to action that ensures that the military will forever heed Party commands",
        "It is the guiding principle which guarantees the military forces always being under the command of the Party",
        "It is the practical guide for the army always to heed the directions of the party");
    var book = "he read the book because he was interested in world history";
    var books = List.of("he was interested in world history because he read the book");
    assertEquals(0.5045666840058485, Bleu.of(List.of(guide), List.of(guides), Smoothing.NONE), 1e-12);
    assertEquals(0.5920778868801042, Bleu.of(List.of(guide, book), List.of(guides, books), Smoothing.NONE), 1e-12);
  }

  /** Of the same formula written in Python after the authors' program. */
  @Test void ciderIsThatOfItsAuthors() {
    assertArrayEquals(
        new double[] {7.752134814826032, 3.894591723919615, 3.893060037158356, 5.976344353775246},
        Cider.of(TEXTS, REFERENCES), 1e-12);
  }

  /** By hand: {@code the} counts twice, as often as in a reference (Papineni et al. 2002, example 2). */
  @Test void wordsSaidAgainAndAgainDoNotCount() {
    var the = List.of("the the the the the the the");
    var cats = List.of(List.of("the cat is on the mat", "there is a cat on the mat"));
    assertEquals(Math.pow(2.0 / 7 * 0.1 / 6 * 0.1 / 5 * 0.1 / 4, 0.25), Bleu.of(the, cats, Smoothing.EPSILON), 1e-12);
    var texts = List.of("red red red circle", "a blue square");
    var references = List.of(List.of("a red circle"), List.of("a blue square"));
    assertArrayEquals(new double[] {1.882278259861323, 7.500000000000001}, Cider.of(texts, references), 1e-12);
  }

  @Test void theReferenceItselfIsTheBest() {
    var truth = List.of("a red circle and a blue square", "a green ring above a red ring");
    var references = truth.stream().map(List::of).toList();
    assertEquals(1, Bleu.of(truth, references, Smoothing.NONE), 1e-12);
    assertArrayEquals(new double[] {10, 10}, Cider.of(truth, references), 1e-9);
    assertEquals(0, Bleu.of(List.of("", ""), references, Smoothing.NONE));
    assertArrayEquals(new double[2], Cider.of(List.of("", "x y"), references), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> Bleu.of(List.of("a"), List.of(List.of()), Smoothing.NONE));
  }
}
