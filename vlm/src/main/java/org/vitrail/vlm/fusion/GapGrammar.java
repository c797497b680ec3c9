package org.vitrail.vlm.fusion;

/**
 * What fills a gap of a document: so many codes where it is in a picture, else words, at least one, up to the end.
 *
 * @see MixedWriter#fill
 */
final class GapGrammar implements Grammar {
  private final MixedVocabulary vocabulary;
  private final int codes;
  private int written;
  private boolean ended;

  /** @param codes how many are missing; 0 for a gap between words */
  GapGrammar(MixedVocabulary vocabulary, int codes) {
    this.vocabulary = vocabulary;
    this.codes = codes;
  }

  @Override public void read(int id) {}

  @Override public void write(int id) {
    written++;
    ended = codes > 0 ? written == codes : id == vocabulary.marks().end();
  }

  @Override public boolean ended() {
    return ended;
  }

  @Override public int codes() {
    return codes > 0 ? written : -1;
  }

  @Override public int forced() {
    return -1;
  }

  @Override public boolean allows(int id, int left) {
    if (codes > 0) return vocabulary.isCode(id);
    return vocabulary.isWord(id) || id == vocabulary.marks().end() && written > 0;
  }
}
