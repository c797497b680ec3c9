package org.vitrail.vlm.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.engine.Engine;
import org.vitrail.nn.Init;

class MixedWriterTest {
  private static final MixedVocabulary MARKED = MixedDocumentTest.MARKED;
  private static final MixedVocabulary BROKEN = MixedDocumentTest.BROKEN;
  private static final int CONTEXT = 24;
  private static final Engine MODEL =
      Engine.of(Decoder.of(DecoderConfig.llama(19, CONTEXT, 16, 2, 2, 2, 24), Init.of(3).withStd(0.3)));
  private static final List<int[]> PROMPTS = IntStream.range(0, 40).mapToObj(i -> new int[] {10, i % 10}).toList();

  private static List<int[]> write(MixedVocabulary vocabulary, List<int[]> prompts, Style style) {
    return new MixedWriter(MODEL, vocabulary).write(prompts, style, (row, id) -> {});
  }

  private static int[] join(int[] first, int[] second) {
    return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
  }

  @Test void whatIsWrittenIsWellFormed() {
    for (var vocabulary : List.of(MARKED, BROKEN)) {
      var style = Style.of(Mode.FREE).words(Sampling.at(2)).codes(Sampling.at(2));
      var prompts = new ArrayList<>(PROMPTS);
      prompts.addAll(Collections.nCopies(40, new int[] {vocabulary.marks().begin()}));
      var written = write(vocabulary, prompts, style);
      int pictures = 0;
      for (int i = 0; i < prompts.size(); i++) {
        var ids = join(prompts.get(i), written.get(i));
        boolean ended = ids[ids.length - 1] == vocabulary.marks().end();
        assertTrue(ended || ids.length == CONTEXT, "a document ends or fills the context");
        var document = MixedDocument.parse(vocabulary, ended ? ids : join(ids, new int[] {vocabulary.marks().end()}));
        pictures += (int) document.pieces().stream().filter(MixedDocument.Codes.class::isInstance).count();
      }
      assertTrue(pictures > 10, pictures + " pictures");
    }
  }

  @Test void withoutTheGrammarWhateverIsLikelyIsWritten() {
    var written = write(MARKED, PROMPTS, Style.of(Mode.LOOSE).words(Sampling.at(2)));
    int marks = 0;
    for (var ids : written) for (int id : ids) if (id == MARKED.marks().begin()) marks++;
    assertTrue(marks > 10, "a mark that the grammar never lets through came " + marks + " times");
    for (int i = 0; i < written.size(); i++) {
      var ids = written.get(i);
      boolean ended = ids[ids.length - 1] == MARKED.marks().end();
      assertTrue(ended || ids.length + PROMPTS.get(i).length == CONTEXT, "it ends at the end, or at that of the context");
    }
  }

  @Test void aPictureThatIsAskedForIsAllThatIsWritten() {
    for (var written : write(MARKED, PROMPTS, Style.of(Mode.PICTURE).codes(Sampling.at(1)))) {
      assertEquals(4, written.length);
      assertEquals(MARKED.marks().pictureBegin(), written[0]);
      assertTrue(Arrays.stream(written).skip(1).allMatch(MARKED::isCode));
    }
  }

  @Test void aTextThatIsAskedForHasNoPicture() {
    for (var written : write(BROKEN, List.of(new int[] {10, 18, 14, 17, 12}), Style.of(Mode.TEXT).words(Sampling.at(3)))) {
      assertTrue(Arrays.stream(written).allMatch(id -> BROKEN.isWord(id) || id == BROKEN.marks().end()));
      assertTrue(BROKEN.isWord(written[0]), "the piece after a mark is not empty");
    }
  }

  @Test void whatIsReadOnlyIsNeverWritten() {
    var vocabulary = MARKED.withoutWriting(0, 1, 2, 3);
    for (var written : write(vocabulary, PROMPTS, Style.of(Mode.TEXT).words(Sampling.at(5)))) {
      assertTrue(Arrays.stream(written).allMatch(id -> id > 3));
    }
  }

  /** With the scores without the text alone, each picture is the one that follows no text. */
  @Test void theContrastSeesThePictureWithoutItsText() {
    PictureScores without = (scores, other) -> {
      for (int i = 0; i < scores.length; i++) if (scores[i] != Float.NEGATIVE_INFINITY) scores[i] = other[i];
    };
    int begin = MARKED.marks().pictureBegin();
    var plain = write(MARKED, List.of(new int[] {10, begin}), Style.of(Mode.PICTURE)).getFirst();
    for (var written : write(MARKED, PROMPTS, Style.of(Mode.PICTURE).contrast(without, 10, begin))) {
      assertArrayEquals(plain, Arrays.copyOfRange(written, 1, written.length));
    }
    var free = Style.of(Mode.FREE).words(Sampling.at(2)).contrast(without, 10, begin);
    int seen = 0;
    for (var written : write(MARKED, PROMPTS, free)) {
      for (int i = 0; i + 3 < written.length; i++) {
        if (written[i] != begin) continue;
        assertArrayEquals(plain, Arrays.copyOfRange(written, i + 1, i + 4));
        seen++;
      }
    }
    assertTrue(seen > 10, seen + " pictures");
  }

  @Test void aGapIsFilledWithWhatIsMissing() {
    var writer = new MixedWriter(MODEL, BROKEN);
    var style = Style.of(Mode.FREE).words(Sampling.at(2)).codes(Sampling.at(2));
    for (var codes : writer.fill(PROMPTS, 2, style)) {
      assertEquals(2, codes.length);
      assertTrue(Arrays.stream(codes).allMatch(BROKEN::isCode));
    }
    for (var words : writer.fill(PROMPTS, 0, style)) {
      assertTrue(words.length > 0 && Arrays.stream(words).allMatch(BROKEN::isWord));
    }
  }

  @Test void aRowDoesNotDependOnItsNeighbours() {
    var style = Style.of(Mode.FREE).words(Sampling.at(1)).codes(Sampling.at(1)).seed(5);
    assertArrayEquals(write(MARKED, PROMPTS, style).getFirst(), write(MARKED, PROMPTS.subList(0, 1), style).getFirst());
  }

  @Test void eachTokenIsHeardAsItIsWritten() {
    var heard = new HashMap<Integer, List<Integer>>();
    var written = new MixedWriter(MODEL, MARKED).write(PROMPTS, Style.of(Mode.FREE).words(Sampling.at(1)),
        (row, id) -> heard.computeIfAbsent(row, r -> new ArrayList<>()).add(id));
    for (int i = 0; i < PROMPTS.size(); i++) {
      assertEquals(Arrays.stream(written.get(i)).boxed().toList(), heard.get(i));
    }
  }

  @Test void whatHasNoRoomIsRefused() {
    for (int length : new int[] {0, CONTEXT}) {
      assertThrows(IllegalArgumentException.class,
          () -> write(MARKED, List.of(new int[length]), Style.of(Mode.FREE)));
    }
    var other = new MixedVocabulary(18, new MixedVocabulary.Marks(0, 1, 2, 3), 2, 4, 5);
    assertThrows(IllegalArgumentException.class, () -> new MixedWriter(MODEL, other));
  }
}
