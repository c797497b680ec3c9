package org.vitrail.llm.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any text and for any tokens. */
class LawsTest {
  private static final Map<String, Tokenizer> TOKENIZERS =
      Vocabularies.ALL.stream().collect(Collectors.toMap(name -> name, Vocabularies::open));

  /** Any valid Unicode, with what vocabularies have more often than chance would. */
  @Provide Arbitrary<String> texts() {
    var any = Arbitraries.integers().between(0, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE).map(Character::toString);
    var common = Arbitraries.of("the", " ", "  ", "\n", "\r\n", "'s", "1234", "é", "한국어", "😀", "👨‍👩‍👧", "▁", "<s>",
        "<|eot_id|>", "e\u0301", "\u00A0", "a", "[MASK]", "<0x41>");
    return Arbitraries.oneOf(any, common).list().ofMaxSize(30).map(parts -> String.join("", parts));
  }

  @Provide Arbitrary<String> byteLevel() {
    return Arbitraries.of(Vocabularies.BYTE_LEVEL);
  }

  @Provide Arbitrary<String> vocabularies() {
    return Arbitraries.of(Vocabularies.ALL);
  }

  @Property(tries = 3000) void byteLevelTokensDecodeToTheText(@ForAll("byteLevel") String name,
      @ForAll("texts") String text) {
    var tokenizer = TOKENIZERS.get(name);
    assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    assertEquals(text, tokenizer.decodeWithSpecials(tokenizer.encodeWithSpecials(text)));
  }

  @Property(tries = 1000) void bytesOfTokensAreThoseOfTheText(@ForAll("byteLevel") String name,
      @ForAll("texts") String text) {
    var tokenizer = TOKENIZERS.get(name);
    var bytes = new ByteArrayOutputStream();
    for (int id : tokenizer.encode(text)) bytes.writeBytes(tokenizer.bytes(id));
    assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
  }

  @Property(tries = 3000) void aStreamSaysWhatDecodingSays(@ForAll("vocabularies") String name,
      @ForAll("tokens") int[] tokens) {
    var tokenizer = TOKENIZERS.get(name);
    var stream = tokenizer.stream();
    var said = new StringBuilder();
    for (int token : tokens) {
      var part = stream.add(token);
      assertEquals(part, new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
      said.append(part);
    }
    assertEquals(tokenizer.decode(tokens), said.append(stream.finish()).toString());
  }

  @Provide Arbitrary<int[]> tokens() {
    return Arbitraries.integers().between(-1, 650).array(int[].class).ofMaxSize(40);
  }

  /** No id that an encoder gives is special or missing, unless specials are asked for. */
  @Property(tries = 3000) void textNeverBecomesMarkup(@ForAll("vocabularies") String name,
      @ForAll("texts") String text) {
    var tokenizer = TOKENIZERS.get(name);
    for (int id : tokenizer.encode(text)) {
      boolean allowed = id == tokenizer.specials().unk() || tokenizer.piece(id) != null && !tokenizer.isSpecial(id);
      assertEquals(true, allowed, () -> name + " gives " + tokenizer.piece(id));
    }
  }

  @Property(tries = 1000) void aPieceHasTheIdThatItHas(@ForAll("vocabularies") String name,
      @ForAll("tokens") int[] tokens) {
    var tokenizer = TOKENIZERS.get(name);
    for (int id : tokens) {
      if (tokenizer.piece(id) != null) assertEquals(id, tokenizer.id(tokenizer.piece(id)));
    }
  }
}
