package org.vitrail.vlm.cm3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Piece;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.train.WeighedTokens;

class CausalMaskingTest {
  private static final Cm3Tokens TOKENS = Tokens.scenes(false);
  private static final int BREAK = 81;
  private static final int INFILL = 82;
  private static final int MASK = 83;
  private static final Infilling INFILLING = new Infilling(Vocabulary.EOS, TOKENS.marks());

  private static CausalMasking masking(double fraction, int most) {
    return new CausalMasking(TOKENS.vocabulary(), TOKENS.marks(), fraction, most);
  }

  /** One to five pieces of words or of a picture. */
  private static int[] document(Draws r) {
    var pieces = Stream.generate(() -> r.below(2) == 0
        ? (Piece) new Words(IntStream.generate(() -> 5 + r.below(70)).limit(1 + r.below(9)).toArray())
        : new Codes(IntStream.generate(() -> r.below(256)).limit(16).toArray()));
    return new MixedDocument(pieces.limit(1 + r.below(5)).toList()).ids(TOKENS.vocabulary());
  }

  @Test void theSmallVocabularyHas343Ids() {
    assertEquals(343, TOKENS.vocabulary().size());
    assertEquals(87, TOKENS.vocabulary().id(0));
    assertEquals(MASK + 3, TOKENS.marks().mask(3));
  }

  @Test void aSpanGoesToTheEnd() {
    var ids = new int[] {77, 10, 11, 12, BREAK, 100, 101, 78};
    var masked = INFILLING.rearrange(WeighedTokens.of(ids), List.of(new Span(5, 6), new Span(2, 4)));
    assertArrayEquals(new int[] {77, 10, MASK, BREAK, MASK + 1, 101, INFILL, MASK, 11, 12, MASK + 1, 100, 78},
        masked.ids());
    assertArrayEquals(new float[] {1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1}, masked.weights());
    assertArrayEquals(new int[] {77, 10, MASK, BREAK, MASK + 1, 101, INFILL, MASK},
        INFILLING.prompt(ids, List.of(new Span(2, 4), new Span(5, 6))));
  }

  @Property(tries = 300) void whatGoesToTheEndComesBack(@ForAll @LongRange(min = 0) long seed,
      @ForAll @IntRange(min = 1, max = 4) int most) {
    var r = Draws.stream("document", seed);
    var ids = document(r);
    var masked = masking(1, most).apply(ids, r);
    assertFalse(Arrays.equals(ids, masked.ids()));
    assertArrayEquals(ids, INFILLING.restore(masked.ids()));
  }

  @Property(tries = 300) void spansStayApartAndWithinAPiece(@ForAll @LongRange(min = 0) long seed) {
    var r = Draws.stream("document", seed);
    var ids = document(r);
    var spans = masking(1, 4).spans(ids, 0, r);
    assertTrue(!spans.isEmpty() && spans.size() <= 4);
    for (var span : spans) {
      assertTrue(span.from() > 0 && span.to() < ids.length);
      assertTrue(IntStream.range(span.from(), span.to()).noneMatch(t -> ids[t] == BREAK));
      assertEquals(1, spans.stream().filter(span::overlaps).count());
    }
  }

  @Property(tries = 300) void marksOfGapsAloneAreNotLearned(@ForAll @LongRange(min = 0) long seed) {
    var r = Draws.stream("document", seed);
    var masked = masking(1, 4).apply(document(r), r);
    int infill = IntStream.range(0, masked.ids().length).filter(t -> masked.ids()[t] == INFILL).findFirst()
        .orElseThrow();
    for (int t = 0; t < masked.ids().length; t++) {
      boolean gap = t < infill && TOKENS.marks().isMask(masked.ids()[t]);
      assertEquals(gap ? 0 : 1, masked.weights()[t], "token " + t);
    }
  }

  @Property(tries = 100) void documentsBeforeAreLeftAlone(@ForAll @LongRange(min = 0) long seed) {
    var r = Draws.stream("document", seed);
    var before = document(r);
    var ids = IntStream.concat(Arrays.stream(before), Arrays.stream(document(r)).skip(1)).toArray();
    assertTrue(masking(1, 4).spans(ids, before.length, r).stream().allMatch(span -> span.from() >= before.length));
    var weights = WeighedTokens.of(ids).weigh(0, before.length, 0.1);
    var masked = masking(1, 4).apply(weights, before.length, r);
    assertArrayEquals(before, Arrays.copyOf(masked.ids(), before.length));
    assertArrayEquals(Arrays.copyOf(weights.weights(), before.length), Arrays.copyOf(masked.weights(), before.length));
  }

  @Test void theShareOfDocumentsIsTheFraction() {
    var ids = document(Draws.stream("one", 0));
    for (double fraction : new double[] {0, 0.3, 0.5, 1}) {
      long masked = IntStream.range(0, 4000).filter(i ->
          masking(fraction, 4).apply(ids, Draws.stream("mask", i)).ids().length > ids.length).count();
      assertEquals(fraction, masked / 4000.0, 0.03);
    }
  }

  /** P(1) + P(0) of a Poisson distribution of mean 1 is 2/e, P(2) is 1/(2e), P(3) is 1/(6e). */
  @Test void theNumberOfGapsIsPoissons() {
    var ids = new MixedDocument(List.of(new Codes(new int[16]), new Codes(new int[16]), new Codes(new int[16]),
        new Codes(new int[16]), new Codes(new int[16]), new Codes(new int[16]))).ids(TOKENS.vocabulary());
    var counts = new int[5];
    for (int i = 0; i < 4000; i++) counts[masking(1, 4).spans(ids, 0, Draws.stream("count", i)).size()]++;
    assertEquals(2 / Math.E, counts[1] / 4000.0, 0.03);
    assertEquals(1 / (2 * Math.E), counts[2] / 4000.0, 0.03);
    assertEquals(1 / (6 * Math.E), counts[3] / 4000.0, 0.02);
  }

  @Test void aGapThatIsNotFilledIsNamed() {
    var open = assertThrows(IllegalArgumentException.class, () -> INFILLING.restore(77, MASK, 11, INFILL, 78));
    assertEquals("the gap [MASK:0] is not filled", open.getMessage());
    assertThrows(IllegalArgumentException.class, () -> INFILLING.restore(77, MASK, INFILL, MASK, 9, MASK, 9, 78));
    assertThrows(IllegalArgumentException.class,
        () -> INFILLING.prompt(new int[] {77, 9, 78}, List.of(new Span(1, 3))));
    assertThrows(IllegalArgumentException.class,
        () -> INFILLING.prompt(new int[] {77, 9, 8, 78}, List.of(new Span(1, 3), new Span(2, 3))));
  }
}
