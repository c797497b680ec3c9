package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, what color is the triangle, orange", "1, what color is the circle, orange",
    "2, how many yellow triangles are there, four", "3, is there a orange ring, no",
    "4, what shape is the yellow object, ring", "5, is there a blue diamond, no"})
  void questionsAreExact(int i, String text, String answer) {
    var question = Question.item("test", i);
    assertEquals(text, question.text());
    assertEquals(answer, question.answer());
  }

  @Test void fiftyQuestionsAreExact() {
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      var question = Question.item("test", i);
      running.add(question.text() + " " + question.answer() + "\n");
    }
    assertEquals("a320062a945fe9b1", HexFormat.of().toHexDigits(running.value()));
  }

  @Test void paraphrasesAskTheSame() {
    assertEquals("the triangle is what color", Question.item("test", 0).paraphrases().getLast());
    assertEquals("is a orange ring in the image", Question.item("test", 3).paraphrases().getLast());
    assertEquals("the yellow object is what shape", Question.item("test", 4).paraphrases().getLast());
  }

  @Test void relationsOfAnyTwoThingsInALine() {
    for (int i = 0; i < 50; i++) {
      var scene = Scenes.scene("val", "relation", i);
      var first = scene.things().get(0);
      var second = scene.things().get(1);
      assertEquals(scene.caption(), Relation.between(first, second).caption(first.kind(), second.kind()));
      assertEquals(Relation.between(first, second).inverse(), Relation.between(second, first));
    }
  }

  @Test void vocabularyIsFixed() {
    assertEquals(79, Vocabulary.WORDS.size());
    assertEquals(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"), Vocabulary.WORDS.subList(0, 6));
    assertEquals("[BOS]", Vocabulary.WORDS.get(Vocabulary.BOS));
    assertEquals("[EOS]", Vocabulary.WORDS.get(Vocabulary.EOS));
    assertEquals(79, Vocabulary.WORDS.stream().distinct().count());
    assertArrayEquals(new int[] {5, Vocabulary.UNK, Vocabulary.id("ring")}, Vocabulary.ids(" a  heptagonal ring "));
  }

  @Test void everyTextIsInTheVocabulary() {
    for (int i = 0; i < 200; i++) {
      var question = Question.item("train", i);
      for (var text : List.of(Scenes.item("train", i).caption(), question.text(), question.answer(),
          TextStream.line("train", i), String.join(" ", question.paraphrases()))) {
        for (int id : Vocabulary.ids(text)) {
          assertTrue(id > Vocabulary.MASK, text);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, six yellow diamonds", "1, diamond a blue circle", "2, a purple square below a red triangle", "3, six squares"})
  void noisyCaptionsAreExact(int i, String caption) {
    assertEquals(caption, Captions.noisy("train", i, 0.5));
  }

  @Test void fiftyNoisyCaptionsAreExact() {
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      running.add(Captions.noisy("train", i, 0.5) + "\n");
    }
    assertEquals("63b383f07cfd8010", HexFormat.of().toHexDigits(running.value()));
    assertEquals(Scenes.item("train", 0).caption(), Captions.noisy("train", 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, two green circles question how many green circles are there answer two",
    "1, a yellow diamond and a blue circle question what shape is the blue object answer circle",
    "2, a purple square below a red triangle",
    "5, a green diamond is a blicket and a red diamond is a fep and a green diamond is a blicket"})
  void textStreamIsExact(int i, String line) {
    assertEquals(line, TextStream.line("train", i));
  }

  @Test void hundredLinesAreExact() {
    var running = new Fnv();
    for (int i = 0; i < 100; i++) {
      var line = TextStream.line("train", i);
      assertTrue(line.split(" ").length <= 23, line);
      running.add(line + "\n");
    }
    assertEquals("e01dfd90a8b6d5ad", HexFormat.of().toHexDigits(running.value()));
  }

  @Test void episodesAreExact() {
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      var episode = Episode.item(i);
      running.add((byte) (episode.asksFirst() ? 0 : 1), (byte) (episode.exchanged() ? 1 : 0));
      episode.pictures().forEach(running::add);
      assertEquals(episode.asksFirst() != episode.exchanged() ? "dax" : "blicket", episode.answer());
    }
    assertEquals("3a99769fe21540f9", HexFormat.of().toHexDigits(running.value()));
  }
}
