package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Figure;
import org.vitrail.vit.scenes.Fnv;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.PollingProbe;
import org.vitrail.vit.scenes.Question;
import org.vitrail.vit.scenes.Raster;
import org.vitrail.vit.scenes.Relation;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Thing;
import org.vitrail.vlm.data.SceneSource;

class GenerativeProbesTest {
  private static final SceneSource SOURCE = SceneSource.PLAIN;
  private static final List<Family> FAMILIES = List.of(Family.values());
  private static final Kind RED_CIRCLE = new Kind(Figure.CIRCLE, Colour.RED);
  private static final Kind BLUE_SQUARE = new Kind(Figure.SQUARE, Colour.BLUE);

  private static Map<String, Double> values(Findings findings) {
    return findings.results().stream().collect(Collectors.toMap(
        result -> result.variant() + "/" + result.metric(), Result::value));
  }

  /** Draws the scene that a caption of {@code test} belongs to. */
  private static Painter painter(int items) {
    var pictures = new HashMap<String, Picture>();
    for (var family : FAMILIES) {
      for (int i = 0; i < items; i++) {
        var scene = Scenes.scene("test", family, i);
        pictures.put(scene.caption(), SOURCE.picture(scene));
      }
    }
    return texts -> texts.stream().map(pictures::get).toList();
  }

  @Test void whoDrawsTheSceneIsAlwaysRight() {
    var findings = Imagining.of(painter(60), FAMILIES, 60);
    assertEquals(20, findings.results().size());
    findings.results().forEach(result -> assertEquals(1, result.value(), result.toString()));
  }

  @Test void emptyPicturesShowNothing() {
    var blank = new Picture(32, 32, 3, Raster.half(Raster.blank()));
    var findings = Imagining.of(texts -> texts.stream().map(text -> blank).toList(), FAMILIES, 20);
    findings.results().forEach(result -> assertEquals(0, result.value(), result.toString()));
  }

  private static Depiction depiction(Scene wanted, Thing... drawn) {
    return Depiction.of(wanted, SOURCE.picture(wanted.with(List.of(drawn), "")));
  }

  @Test void objectsAreComparedOneByOne() {
    var scene = Scenes.scene("test", Family.PAIR, 0).with(
        List.of(new Thing(RED_CIRCLE, true, 2, 0, 0), new Thing(BLUE_SQUARE, false, 9, 1, -1)), "");
    var exchanged = depiction(scene, new Thing(BLUE_SQUARE, true, 1, 0, 0), new Thing(RED_CIRCLE, true, 3, 0, 0));
    assertEquals(2, exchanged.kinds());
    assertFalse(exchanged.isTrue());
    var recoloured = depiction(scene, new Thing(new Kind(Figure.CIRCLE, Colour.BLUE), true, 1, 0, 0),
        new Thing(new Kind(Figure.SQUARE, Colour.RED), true, 3, 0, 0), new Thing(BLUE_SQUARE, true, 0, 0, 0));
    assertEquals(List.of(2, 1, 2, 2), List.of(recoloured.told(), recoloured.kinds(), recoloured.colours(),
        recoloured.shapes()));
    assertTrue(depiction(scene, new Thing(RED_CIRCLE, false, 0, 0, 0), new Thing(BLUE_SQUARE, true, 15, 0, 0))
        .isTrue());
  }

  @Test void aRelationIsOneOfPlaces() {
    var scene = Scenes.scene("test", Family.RELATION, 0).with(
        List.of(new Thing(RED_CIRCLE, true, 1, 0, 0), new Thing(BLUE_SQUARE, false, 9, 1, -1)), "");
    assertEquals(Relation.ABOVE, Relation.between(scene.things().get(0), scene.things().get(1)));
    assertTrue(depiction(scene, new Thing(RED_CIRCLE, true, 0, 0, 0), new Thing(BLUE_SQUARE, true, 4, 0, 0)).isTrue());
    assertFalse(depiction(scene, new Thing(BLUE_SQUARE, true, 0, 0, 0), new Thing(RED_CIRCLE, true, 4, 0, 0)).isTrue());
    assertFalse(depiction(scene, new Thing(RED_CIRCLE, true, 0, 0, 0), new Thing(BLUE_SQUARE, true, 1, 0, 0)).isTrue());
  }

  private static Captioner captioner(int items) {
    var captions = IntStream.range(0, items).mapToObj(i -> Scenes.captioned("test", i)).collect(Collectors.toMap(
        scene -> Fnv.of(scene.pixels32()), Scene::caption, (a, b) -> a));
    return pictures -> pictures.stream().map(picture -> captions.get(Fnv.of(picture.pixels()))).toList();
  }

  @Test void whoKnowsTheCaptionIsAlwaysRight() {
    var values = values(Captioning.of(captioner(100), SOURCE, 100));
    for (var metric : List.of("exact match", "BLEU-4", "objects mentioned")) {
      assertEquals(1, values.get("greedy/" + metric), 1e-12);
    }
    assertEquals(10, values.get("greedy/CIDEr-D"), 1e-9);
    for (var metric : List.of("CHAIR i", "CHAIR s")) assertEquals(0, values.get("greedy/" + metric));
  }

  @Test void whoAlwaysSaysTheSameSeesWhatIsNotThere() {
    var values = values(Captioning.of(pictures -> pictures.stream().map(p -> "a red circle").toList(), SOURCE, 100));
    assertTrue(values.get("greedy/CHAIR i") > 0.8);
    assertEquals(values.get("greedy/CHAIR i"), values.get("greedy/CHAIR s"));
    assertEquals(0, values.get("greedy/exact match"));
  }

  @Test void mentionsAreObjectsWithColourAndShape() {
    var scene = Scenes.scene("test", Family.PAIR, 0).with(
        List.of(new Thing(RED_CIRCLE, true, 1, 0, 0), new Thing(BLUE_SQUARE, false, 9, 1, -1)), "");
    var mentions = Mentions.of("a red circle and a red square left of a green ring a blue and two crosses", scene);
    assertEquals(3, mentions.said().size());
    assertEquals(List.of(2, 1, 1, 1),
        List.of(mentions.wrong(), mentions.ofShape(), mentions.ofColour(), mentions.found()));
  }

  private static Answerer answerer() {
    var answers = new HashMap<String, String>();
    for (int i = 0; i < 300; i++) remember(Question.item("test", i), answers);
    for (var mode : PollingProbe.Mode.values()) {
      for (int i = 0; i < PollingProbe.SIZE; i++) {
        PollingProbe.item(mode, i).questions().forEach(question -> remember(question, answers));
      }
    }
    return asked -> asked.stream().map(question -> {
      var answer = answers.get(Fnv.of(question.picture().pixels()) + question.question());
      assertTrue(question.allowed().contains(answer));
      return answer;
    }).toList();
  }

  private static void remember(Question question, Map<String, String> answers) {
    answers.put(Fnv.of(SOURCE.picture(question.scene()).pixels()) + question.text(), question.answer());
  }

  @Test void whoKnowsTheAnswersIsAlwaysRight() {
    var findings = Answering.of(answerer(), SOURCE, 300);
    assertEquals(6, findings.results().size());
    findings.results().forEach(result -> assertEquals(1, result.value(), result.toString()));
    for (var result : Polling.of(answerer(), SOURCE).results()) {
      assertEquals(result.metric().equals("share of yes") ? 0.5 : 1, result.value(), result.toString());
    }
  }

  @Test void whoAlwaysSaysYesIsHalfRight() {
    var values = values(Polling.of(asked -> asked.stream().map(question -> "yes").toList(), SOURCE));
    assertEquals(0.5, values.get("popular, answers/accuracy"), 1e-12);
    assertEquals(2 / 3.0, values.get("popular, answers/F1"), 1e-12);
    var answers = values(Answering.of(asked -> asked.stream().map(question -> "yes").toList(), SOURCE, 300));
    assertEquals(0, answers.get("answer/count"));
    assertEquals((answers.get("answer/exist") + answers.get("answer/relation")) / 5,
        answers.get("answer/mean of the types"), 1e-12);
  }
}
