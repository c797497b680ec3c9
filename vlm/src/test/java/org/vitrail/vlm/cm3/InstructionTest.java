package org.vitrail.vlm.cm3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Box;
import org.vitrail.vit.scenes.SceneReader;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.TinyClip;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.data.SceneSource;

class InstructionTest {
  private static final Cm3Tokens TOKENS = Tokens.scenes(true);
  private static final Tokenizer WORDS = TinyClip.words();
  private static final SceneInstructions SCENES = new SceneInstructions(SceneSource.PLAIN);
  private static final int EOS = Vocabulary.EOS;

  /** Picture n of a call has the code n sixteen times. */
  private static int[][] codes(List<Picture> pictures) {
    return IntStream.range(0, pictures.size()).mapToObj(n -> IntStream.generate(() -> n).limit(16).toArray())
        .toArray(int[][]::new);
  }

  private static InstructionTokens tokens(Task task, int i) {
    return InstructionTokens.of(List.of(SCENES.item(task, "test", i)), TOKENS, WORDS, InstructionTest::codes)
        .getFirst();
  }

  /** A text of the tokens, codes as {@code #}. */
  private static String spelled(int... ids) {
    return Arrays.stream(ids).mapToObj(InstructionTest::spelled).collect(Collectors.joining(" "))
        .replaceAll("#( #)*", "#");
  }

  private static String spelled(int id) {
    if (TOKENS.vocabulary().isCode(id)) return "#";
    if (id == TOKENS.marks().infill() || TOKENS.marks().isMask(id)) return id == TOKENS.marks().infill() ? ">" : "_";
    return id < 79 ? Vocabulary.WORDS.get(id) : id == 81 ? "|" : id < TOKENS.box() + 2 ? "box" : "";
  }

  @Test void promptsAreReadAndAnswersLearned() {
    for (var task : Task.values()) {
      for (int i = 0; i < 20; i++) {
        var one = tokens(task, i);
        var ids = one.tokens().ids();
        for (int t = 0; t < ids.length; t++) assertEquals(t < one.answer() ? 0 : 1, one.tokens().weights()[t]);
        assertEquals(EOS, ids[ids.length - 1]);
      }
    }
  }

  @Test void eachTaskHasItsForm() {
    var forms = new String[] {"\\[BOS\\] [a-z ]+ \\|", "\\[BOS\\] # \\| describe",
      "\\[BOS\\] # \\| question [a-z ]+ answer", "\\[BOS\\] # \\| change the [a-z]+ [a-z]+ to [a-z]+ \\|",
      "\\[BOS\\] # \\| where is the [a-z]+ [a-z]+",
      "\\[BOS\\] a [a-z]+ [a-z]+ in box +box( and [a-z ]+ in box +box)+ \\|",
      "\\[BOS\\] a [a-z ]*_[a-z ]* \\| # > _"};
    var answers = new String[] {"#", "[a-z ]+", "[a-z]+", "#", "box +box", "#", "[a-z]+"};
    for (var task : Task.values()) {
      for (int i = 0; i < 20; i++) {
        var one = tokens(task, i);
        assertTrue(spelled(one.prompt()).matches(forms[task.ordinal()]), spelled(one.prompt()));
        var ids = one.tokens().ids();
        var answer = spelled(Arrays.copyOfRange(ids, one.answer(), ids.length - 1));
        assertTrue(answer.matches(answers[task.ordinal()]), answer);
      }
    }
  }

  @Test void picturesKeepTheirOrder() {
    var two = InstructionTokens.of(List.of(SCENES.item(Task.CHANGE, "test", 0), SCENES.item(Task.DESCRIBE, "test", 1)),
        TOKENS, WORDS, InstructionTest::codes);
    var vocabulary = TOKENS.vocabulary();
    assertEquals(0, vocabulary.code(two.get(0).tokens().ids()[1]));
    assertEquals(1, vocabulary.code(two.get(0).tokens().ids()[two.get(0).answer()]));
    assertEquals(2, vocabulary.code(two.get(1).tokens().ids()[1]));
  }

  @Test void aChangeRecoloursOneObject() {
    for (int i = 0; i < 100; i++) {
      var edit = SceneInstructions.edit("test", i);
      var instruction = SCENES.item(Task.CHANGE, "test", i);
      var before = SceneReader.read(((Shown) instruction.prompt().getFirst()).picture().pixels());
      var after = SceneReader.read(((Shown) instruction.answer()).picture().pixels());
      assertEquals(before.size(), after.size());
      var differ = IntStream.range(0, before.size()).filter(j -> !before.get(j).equals(after.get(j))).toArray();
      assertArrayEquals(new int[] {edit.what()}, differ);
      assertEquals(edit.colour(), after.get(edit.what()).kind().colour());
      assertFalse(after.get(edit.what()).kind().heldOut());
    }
  }

  @Test void boxesAreRoundedToPlaces() {
    var box = new Box(5, 16, 22, 31);
    var ids = TOKENS.ids(box);
    assertArrayEquals(new int[] {87, 90, 93, 94, 96, 88}, ids);
    assertEquals(new Box(4, 16, 23, 31), TOKENS.box(ids));
    assertThrows(IllegalArgumentException.class, () -> TOKENS.box(87, 94, 93, 90, 96, 88));
    assertThrows(IllegalArgumentException.class, () -> TOKENS.box(87, 90, 93));
    assertThrows(IllegalStateException.class, () -> Tokens.scenes(false).ids(box));
    assertEquals(361, TOKENS.vocabulary().size());
  }

  @Test void everyTaskHasScenesOfAllItsFamilies() {
    for (var tasks : List.of(List.of(Task.DESCRIBE, Task.PAINT), List.of(Task.values()))) {
      var counts = IntStream.range(0, 20 * tasks.size()).mapToObj(i -> SCENES.item(tasks, "train", i))
          .filter(item -> item.task() == Task.DESCRIBE)
          .map(item -> item.answer().words().split(" and ").length).toList();
      assertEquals(20, counts.size());
      assertTrue(counts.contains(2) && counts.contains(4), counts.toString());
    }
  }

  @Test void someQuestionsMislead() {
    var always = new SceneInstructions(SceneSource.PLAIN, 1, 1);
    var sometimes = new SceneInstructions(SceneSource.PLAIN, 0.3, 0);
    int no = 0;
    for (int i = 0; i < 200; i++) {
      var asked = always.item(Task.ANSWER, "train", i);
      assertEquals("no", asked.answer().words());
      assertTrue(asked.words().matches("question what (color|shape) is the [a-z ]+ answer"), asked.words());
      assertEquals("[…]", always.item(Task.PAINT, "train", i).words());
      if (!sometimes.item(Task.ANSWER, "train", i).equals(SCENES.item(Task.ANSWER, "train", i))
          && sometimes.item(Task.ANSWER, "train", i).answer().words().equals("no")) {
        no++;
      }
    }
    assertTrue(no > 30 && no < 90, no + " of 200");
    assertThrows(IllegalArgumentException.class, () -> new SceneInstructions(SceneSource.PLAIN, 1.1, 0));
  }

  @Test void aGapHidesAColourOrAShape() {
    for (int i = 0; i < 50; i++) {
      var told = SCENES.item(Task.FILL, "test", i);
      assertEquals(SCENES.item(Task.DESCRIBE, "test", i).answer().words(),
          told.words().replace("[…]", told.answer().words()));
    }
  }

  @Test void whatIsAskedInPlainWordsHasTheFormThatIsLearned() {
    var picture = SCENES.item(Task.DESCRIBE, "test", 0).picture();
    var asked = Map.of("What color is the circle?", "question what color is the circle answer", "", "describe",
        "describe it", "describe", "where is the red circle", "where is the red circle",
        "Change the red circle to blue.", "change the red circle to blue");
    asked.forEach((text, words) -> assertEquals(words, Instruction.about(picture, text).words()));
    assertTrue(Instruction.about(picture, "change the red circle to blue").task().paints());
    var open = InstructionTokens.of(List.of(Instruction.about(picture, "change the red circle to blue")), TOKENS, WORDS,
        InstructionTest::codes).getFirst();
    assertEquals("[BOS] # | change the red circle to blue |", spelled(open.prompt()));
    assertEquals(open.answer(), open.tokens().ids().length);
  }
}
