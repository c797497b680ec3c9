package org.vitrail.llm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.tensor.RandomStream;

class TextDataTest {
  static Tokenizer tokenizer(Symbols symbols) {
    try {
      var folder = Files.createTempDirectory("tokenizer");
      symbols.save(folder);
      var tokenizer = Tokenizers.open(folder);
      for (var file : folder.toFile().listFiles()) Files.delete(file.toPath());
      Files.delete(folder);
      return tokenizer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 200) void charactersComeBack(@ForAll @Chars({'a', 'é', ' ', '\n', '水', '.', '"'}) String text) {
    Assume.that(!text.isEmpty());
    var tokenizer = tokenizer(Symbols.characters(text));
    assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    assertEquals(text.length(), tokenizer.encode(text).length);
  }

  @Test void wordsAreTokensAndOthersUnknown() {
    var tokenizer = tokenizer(Symbols.words("a red cube\na blue ball\n"));
    assertEquals(10, tokenizer.size());
    assertEquals("a blue cube", tokenizer.decode(tokenizer.encode("a  blue cube")));
    assertArrayEquals(new int[] {tokenizer.specials().unk()}, tokenizer.encode("green"));
  }

  @Test void cropsPredictTheNextTokenAndNeverLeaveTheirPart() {
    var data = new RunningText(IntStream.range(0, 1000).toArray(), 16);
    var batches = data.batches(8, 5);
    for (int k = 0; k < 50; k++) {
      var batch = batches.get(k);
      assertArrayEquals(batch.ids().add(1).toInts(), batch.targets().toInts());
      assertTrue(batch.targets().max().item() < 900);
      assertTrue(data.heldOut(8, RandomStream.of(k)).ids().min().item() >= 900);
    }
    assertArrayEquals(batches.get(7).ids().toInts(), data.batches(8, 5).get(7).ids().toInts());
  }

  @Test void shortTextsAreFilledUpWithWhatPredictsNothing() {
    var texts = Stream.generate(() -> new int[] {2, 9, 3}).limit(19).toList();
    var data = new SeparateTexts(Stream.concat(texts.stream(), Stream.of(new int[] {2, 7, 8, 3})).toList(), 8, 0);
    var batch = data.batches(18, 1).get(0);
    assertArrayEquals(new int[] {2, 9}, batch.ids().select(0, 0).toInts());
    assertArrayEquals(new int[] {9, 3}, batch.targets().select(0, 0).toInts());
    var heldOut = data.heldOut(30, RandomStream.of(1));
    var short1 = IntStream.range(0, 30).filter(i -> heldOut.ids().get(i, 1) == 9).findFirst().orElseThrow();
    assertArrayEquals(new int[] {2, 9, 0}, heldOut.ids().select(0, short1).toInts());
    assertArrayEquals(new int[] {9, 3, -100}, heldOut.targets().select(0, short1).toInts());
  }

  @Test void whatDoesNotFitIsRefused() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> new RunningText(new int[100], 64)).getMessage()
        .contains("too few for a context of 64"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> new SeparateTexts(List.of(new int[3]), 8, 0))
        .getMessage().contains("at least 10"));
  }
}
