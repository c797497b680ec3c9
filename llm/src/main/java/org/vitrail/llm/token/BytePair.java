package org.vitrail.llm.token;

/**
 * Byte-pair encoding of a word: what it begins as, then {@link Merges}.
 *
 * @param whole whether a word that is a token is that token, whatever the merges say (Llama 3)
 */
record BytePair(Symbols symbols, Merges merges, boolean whole) implements Model {

  /** What a word is before the first merge. */
  interface Symbols {
    int[] of(String word);

    /** The token that is this word, −1 if there is none. */
    int token(String word);
  }

  @Override public void encode(String word, Ids out) {
    int token = whole ? symbols.token(word) : -1;
    if (token >= 0) {
      out.add(token);
      return;
    }
    var merged = symbols.of(word);
    int count = merges.apply(merged, merged.length, null);
    for (int i = 0; i < count; i++) out.add(merged[i]);
  }
}
