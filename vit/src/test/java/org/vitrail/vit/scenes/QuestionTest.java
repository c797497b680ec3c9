package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vitrail.vit.scenes.Question.Type;

class QuestionTest {
  @Test void misleadingQuestionsAreAboutWhatIsNotThere() {
    for (int i = 0; i < 50; i++) {
      var scene = Scenes.scene("test", Family.PAIR, i);
      var colours = Question.misleading(Type.COLOUR, scene);
      var shapes = Question.misleading(Type.SHAPE, scene);
      assertEquals(4, colours.size(), "two of six shapes are there");
      assertEquals(6, shapes.size(), "two of eight colours are there");
      for (var thing : scene.things()) {
        assertTrue(colours.stream().noneMatch(question -> question.text().endsWith(" " + thing.kind().shape().word())));
        assertTrue(shapes.stream().noneMatch(question -> question.text().contains(thing.kind().colour().word())));
      }
      assertTrue(colours.stream().allMatch(question -> question.answer().equals("no")));
    }
  }

  @Test void theyHaveTheWordsOfProperOnes() {
    var scene = Scenes.scene("test", Family.PAIR, 0);
    assertTrue(Question.misleading(Type.COLOUR, scene).getFirst().text().matches("what color is the [a-z]+"));
    assertTrue(Question.misleading(Type.SHAPE, scene).getFirst().text().matches("what shape is the [a-z]+ object"));
    assertThrows(IllegalArgumentException.class, () -> Question.misleading(Type.COUNT, scene));
  }
}
