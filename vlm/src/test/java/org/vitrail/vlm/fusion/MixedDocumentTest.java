package org.vitrail.vlm.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Piece;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.MixedVocabulary.Marks;

class MixedDocumentTest {
  /** Words 0 to 9, marks 10 to 13, codes 14 to 18 in another order; pictures of three codes. */
  static final MixedVocabulary MARKED = new MixedVocabulary(19, new Marks(10, 11, 12, 13), 3, 18, 14, 16, 15, 17);
  static final MixedVocabulary BROKEN = new MixedVocabulary(19, new Marks(10, 11, 12, 12), 3, 18, 14, 16, 15, 17);

  private static final MixedDocument CAPTIONED = MixedDocument.of(new Words(4, 5), new Codes(0, 1, 4), new Words(6));

  @Test void marksStandAroundPictures() {
    assertArrayEquals(new int[] {10, 4, 5, 12, 18, 14, 17, 13, 6, 11}, CAPTIONED.ids(MARKED));
  }

  @Test void oneMarkStandsBetweenPieces() {
    assertArrayEquals(new int[] {10, 4, 5, 12, 18, 14, 17, 12, 6, 11}, CAPTIONED.ids(BROKEN));
  }

  @Property void idsAreReadAsWhatTheyWereWrittenFrom(@ForAll("documents") MixedDocument document) {
    assertEquals(document, MixedDocument.parse(MARKED, document.ids(MARKED)));
    assertEquals(document, MixedDocument.parse(BROKEN, document.ids(BROKEN)));
  }

  /** No two texts follow each other: between them there is no mark that would tell them apart. */
  @Provide Arbitrary<MixedDocument> documents() {
    var words = Arbitraries.integers().between(0, 9).array(int[].class).ofMinSize(1).ofMaxSize(4).map(Words::new);
    var codes = Arbitraries.integers().between(0, 4).array(int[].class).ofSize(3).map(Codes::new);
    return Arbitraries.oneOf(words.map(w -> (Piece) w), codes.map(c -> (Piece) c)).list().ofMaxSize(6).map(pieces -> {
      var kept = new ArrayList<Piece>();
      for (var piece : pieces) {
        if (!(piece instanceof Words && !kept.isEmpty() && kept.getLast() instanceof Words)) kept.add(piece);
      }
      return new MixedDocument(kept);
    });
  }

  @Test void whatIsMalformedIsRefused() {
    for (var ids : List.of(new int[] {4, 11}, new int[] {10, 4}, new int[] {10, 12, 18, 14, 13, 11},
        new int[] {10, 12, 18, 14, 17, 18, 13, 11}, new int[] {10, 18, 11}, new int[] {10, 13, 11})) {
      assertThrows(IllegalArgumentException.class, () -> MixedDocument.parse(MARKED, ids));
    }
    assertThrows(IllegalArgumentException.class, () -> MixedDocument.parse(BROKEN, 10, 12, 4, 11));
  }

  @Test void codesHaveIdsOfTheirOwn() {
    IntStream.range(0, 5).forEach(code -> assertEquals(code, MARKED.code(MARKED.id(code))));
    assertTrue(IntStream.range(0, 14).noneMatch(MARKED::isCode));
    assertThrows(IllegalArgumentException.class, () -> new MixedVocabulary(9, new Marks(0, 1, 2, 3), 2, 4, 5, 4));
    assertThrows(IllegalArgumentException.class, () -> new MixedVocabulary(9, new Marks(0, 1, 2, 3), 2, 9));
  }
}
