package org.vitrail.llm.token;

import java.util.function.IntFunction;

/**
 * A tokenizer as a chain: added tokens are found, the text between is normalised, cut into words, and each word
 * encoded.
 */
final class Pipeline implements Tokenizer {
  private static final byte[] NOTHING = {};

  private final Parts parts;
  private final WordCache cache = new WordCache();

  /**
   * @param raw tokens found in the text as it is
   * @param normalized tokens found in the normalised text
   */
  record Parts(Vocabulary vocabulary, AddedTokens raw, Normalizer normalizer, AddedTokens normalized, Splitter splitter,
      Model model, Template template, Spelling spelling, SpecialTokens specials) {}

  Pipeline(Parts parts) {
    this.parts = parts;
  }

  @Override public int size() {
    return parts.vocabulary.size();
  }

  @Override public int[] encode(String text) {
    return encode(text, false);
  }

  @Override public int[] encodeWithSpecials(String text) {
    return encode(text, true);
  }

  private int[] encode(String text, boolean specials) {
    var ids = new Ids();
    parts.raw.split(text, true, specials, (piece, first) ->
        parts.normalized.split(parts.normalizer.apply(piece), first, specials, (normal, stillFirst) ->
            parts.splitter.split(normal, stillFirst, word -> ids.addAll(cache.get(word, this::word))), ids::add),
                ids::add);
    return ids.toArray();
  }

  private int[] word(String word) {
    var ids = new Ids();
    parts.model.encode(word, ids);
    return ids.toArray();
  }

  @Override public int[] wrap(int[]... texts) {
    return parts.template.ids(texts);
  }

  @Override public int[] segments(int... lengths) {
    return parts.template.segments(lengths);
  }

  @Override public String decode(int... ids) {
    return decode(ids, false);
  }

  @Override public String decodeWithSpecials(int... ids) {
    return decode(ids, true);
  }

  @Override public TextStream stream() {
    return new TextStream(speller(false));
  }

  private String decode(int[] ids, boolean specials) {
    var utf8 = new Utf8();
    var speller = speller(specials);
    for (int id : ids) utf8.add(speller.apply(id));
    return utf8.finish();
  }

  /** The bytes of the tokens of one text, in turn. */
  private IntFunction<byte[]> speller(boolean specials) {
    return new IntFunction<>() {
      private String previous;
      private boolean silent = true;

      @Override public byte[] apply(int id) {
        var token = parts.vocabulary.token(id);
        if (token == null || isSpecial(id) && !specials) return NOTHING;
        var bytes = parts.spelling.bytes(token, previous);
        silent &= bytes.length == 0;
        previous = silent && parts.spelling.waitsForText() ? null : token;
        return bytes;
      }
    };
  }

  @Override public byte[] bytes(int id) {
    var token = parts.vocabulary.token(id);
    return token == null || isSpecial(id) ? NOTHING : parts.spelling.bytes(token, "");
  }

  @Override public String piece(int id) {
    return parts.vocabulary.token(id);
  }

  @Override public int id(String piece) {
    return parts.vocabulary.id(piece);
  }

  @Override public boolean isSpecial(int id) {
    return parts.vocabulary.isSpecial(id);
  }

  @Override public SpecialTokens specials() {
    return parts.specials;
  }
}
