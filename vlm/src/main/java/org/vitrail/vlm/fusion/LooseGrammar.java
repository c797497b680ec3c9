package org.vitrail.vlm.fusion;

/** Lets a model write whatever it finds likely, down to the end of a document. */
final class LooseGrammar implements Grammar {
  private final int end;
  private boolean ended;

  LooseGrammar(MixedVocabulary vocabulary) {
    end = vocabulary.marks().end();
  }

  @Override public boolean ended() {
    return ended;
  }

  @Override public int codes() {
    return -1;
  }

  @Override public void read(int id) {}

  @Override public void write(int id) {
    ended = id == end;
  }

  @Override public int forced() {
    return -1;
  }

  @Override public boolean allows(int id, int left) {
    return true;
  }
}
