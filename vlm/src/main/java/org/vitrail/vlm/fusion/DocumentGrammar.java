package org.vitrail.vlm.fusion;

/**
 * Which tokens may come next in a document (Chameleon Team 2024, section 2): outside pictures words and marks, inside
 * exactly as many codes as a picture has, then the mark that ends it. It follows one document that grows.
 */
final class DocumentGrammar implements Grammar {
  private final MixedVocabulary vocabulary;
  private final Mode mode;
  /** Codes of the picture in progress; −1 outside pictures. */
  private int codes = -1;
  /** Whether a piece has just begun, so that it may still be either a text or a picture. */
  private boolean fresh;
  private int pictures;
  private boolean ended;

  DocumentGrammar(MixedVocabulary vocabulary, Mode mode) {
    this.vocabulary = vocabulary;
    this.mode = mode;
  }

  @Override public boolean ended() {
    return ended;
  }

  @Override public int codes() {
    if (fresh && mode == Mode.PICTURE) return 0;
    return codes < vocabulary.pictureLength() ? codes : -1;
  }

  @Override public void read(int id) {
    follow(id);
    ended = false;
    pictures = 0;
  }

  @Override public void write(int id) {
    follow(id);
    ended |= mode == Mode.PICTURE && pictures > 0;
  }

  private void follow(int id) {
    var marks = vocabulary.marks();
    if (vocabulary.isCode(id)) {
      codes = Math.max(codes, 0) + 1;
      fresh = false;
      if (codes == vocabulary.pictureLength()) pictures++;
    } else if (vocabulary.breaks() && (id == marks.begin() || id == marks.pictureBegin())) {
      codes = -1;
      fresh = true;
    } else {
      codes = id == marks.pictureBegin() ? 0 : -1;
      fresh = false;
      ended = id == marks.end();
    }
  }

  /** A picture that is asked for begins, one that is complete ends. */
  @Override public int forced() {
    var marks = vocabulary.marks();
    boolean complete = codes == vocabulary.pictureLength();
    if (complete && !vocabulary.breaks()) return marks.pictureEnd();
    return mode == Mode.PICTURE && (complete || codes < 0 && !fresh) ? marks.pictureBegin() : -1;
  }

  @Override public boolean allows(int id, int left) {
    var marks = vocabulary.marks();
    int n = vocabulary.pictureLength();
    if (vocabulary.isCode(id)) {
      return codes >= 0 ? codes < n : fresh && mode != Mode.TEXT && left >= n;
    }
    if (codes >= 0 && codes < n || fresh && mode == Mode.PICTURE) return false;
    if (id == marks.end()) return !fresh;
    if (id == marks.pictureBegin()) return mode != Mode.TEXT && !fresh && left >= n + (vocabulary.breaks() ? 1 : 2);
    return codes < 0 && vocabulary.isWord(id);
  }
}
