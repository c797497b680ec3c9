package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;

/**
 * A word begins as its characters; one that is no token becomes the tokens of its bytes or, without those, the unknown
 * one.
 *
 * @param words all tokens
 * @param spelled whether the characters are those of {@link ByteAlphabet}
 * @param prefix of all characters but the first
 * @param suffix of the last character
 * @param bytes by byte, its token {@code <0x00>}; null for no such tokens
 * @param unk the unknown token, −1 to leave out what is unknown
 * @param fused whether unknown characters in a row are one
 */
record CharacterSymbols(Vocabulary words, boolean spelled, String prefix, String suffix, int[] bytes, int unk,
    boolean fused)
    implements BytePair.Symbols {

  @Override public int[] of(String text) {
    var word = spelled ? ByteAlphabet.write(text.getBytes(StandardCharsets.UTF_8)) : text;
    var symbols = new Ids();
    boolean wasUnknown = false;
    for (int i = 0; i < word.length(); ) {
      int end = word.offsetByCodePoints(i, 1);
      var character = word.substring(i, end);
      var symbol = (i > 0 ? prefix : "") + character + (end == word.length() ? suffix : "");
      int id = words.id(symbol);
      boolean isUnknown = id < 0 && bytes == null;
      if (id >= 0) {
        symbols.add(id);
      } else if (bytes != null) {
        for (byte b : symbol.getBytes(StandardCharsets.UTF_8)) symbols.add(bytes[b & 0xFF]);
      } else if (unk >= 0 && !(fused && wasUnknown)) {
        symbols.add(unk);
      }
      wasUnknown = isUnknown;
      i = end;
    }
    return symbols.toArray();
  }

  @Override public int token(String word) {
    return words.word(word);
  }
}
