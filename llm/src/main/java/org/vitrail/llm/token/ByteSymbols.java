package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;

/** A word begins as its UTF-8 bytes, the last of which may carry a suffix such as CLIP's {@code </w>}. */
final class ByteSymbols implements BytePair.Symbols {
  private final Vocabulary words;
  private final int[] inner = new int[256];
  private final int[] last = new int[256];

  /**
   * @param words in {@link ByteAlphabet}
   * @param unk stands for bytes that have no token; −1 to leave them out
   */
  ByteSymbols(Vocabulary words, String suffix, int unk) {
    this.words = words;
    for (int b = 0; b < 256; b++) {
      int id = words.id(String.valueOf(ByteAlphabet.character(b)));
      int lastId = words.id(ByteAlphabet.character(b) + suffix);
      inner[b] = id < 0 ? unk : id;
      last[b] = lastId < 0 ? unk : lastId;
    }
  }

  @Override public int[] of(String word) {
    var bytes = word.getBytes(StandardCharsets.UTF_8);
    var symbols = new int[bytes.length];
    int size = 0;
    for (int i = 0; i < bytes.length; i++) {
      int id = (i + 1 < bytes.length ? inner : last)[bytes[i] & 0xFF];
      if (id >= 0) symbols[size++] = id;
    }
    return size == bytes.length ? symbols : java.util.Arrays.copyOf(symbols, size);
  }

  @Override public int token(String word) {
    return words.word(ByteAlphabet.write(word.getBytes(StandardCharsets.UTF_8)));
  }
}
