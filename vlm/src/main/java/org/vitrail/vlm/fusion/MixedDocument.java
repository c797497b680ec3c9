package org.vitrail.vlm.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Words and pictures in any order. */
public record MixedDocument(List<Piece> pieces) {
  public sealed interface Piece {}

  /** Some text as tokens. */
  public record Words(int... tokens) implements Piece {
    @Override public boolean equals(Object other) {
      return other instanceof Words words && Arrays.equals(tokens, words.tokens);
    }

    @Override public int hashCode() {
      return Arrays.hashCode(tokens);
    }
  }

  /** A picture as codes of a {@link PictureTokenizer}, row by row. */
  public record Codes(int... codes) implements Piece {
    @Override public boolean equals(Object other) {
      return other instanceof Codes picture && Arrays.equals(codes, picture.codes);
    }

    @Override public int hashCode() {
      return Arrays.hashCode(codes);
    }
  }

  public MixedDocument {
    pieces = List.copyOf(pieces);
  }

  public static MixedDocument of(Piece... pieces) {
    return new MixedDocument(List.of(pieces));
  }

  /**
   * The ids {@code [BOS] text [BOI] c₁ … cₙ [EOI] text … [EOS]}; where one token marks every change of a piece, it stands
   * between pieces only: {@code [BOS] text [BREAK] c₁ … cₙ [EOS]}.
   */
  public int[] ids(MixedVocabulary vocabulary) {
    var marks = vocabulary.marks();
    var ids = IntStream.builder();
    ids.add(marks.begin());
    ids(vocabulary, ids);
    ids.add(marks.end());
    return ids.build().toArray();
  }

  private void ids(MixedVocabulary vocabulary, IntStream.Builder ids) {
    var marks = vocabulary.marks();
    boolean breaks = vocabulary.breaks();
    for (int i = 0; i < pieces.size(); i++) {
      if (breaks && i > 0) ids.add(marks.pictureBegin());
      switch (pieces.get(i)) {
        case Words words -> Arrays.stream(words.tokens).forEach(ids::add);
        case Codes picture -> {
          if (!breaks) ids.add(marks.pictureBegin());
          Arrays.stream(vocabulary.ids(picture.codes)).forEach(ids::add);
          if (!breaks) ids.add(marks.pictureEnd());
        }
      }
    }
  }

  /**
   * The document that ids stand for; whatever is after {@code [EOS]} is left out.
   *
   * @throws IllegalArgumentException if they are not well formed: a picture of another length, a mark out of place
   */
  public static MixedDocument parse(MixedVocabulary vocabulary, int... ids) {
    return new Reader(vocabulary, ids).document();
  }

  private static final class Reader {
    private final MixedVocabulary vocabulary;
    private final int[] ids;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    Reader(MixedVocabulary vocabulary, int... ids) {
      this.vocabulary = vocabulary;
      this.ids = ids;
    }

    MixedDocument document() {
      var marks = vocabulary.marks();
      boolean breaks = vocabulary.breaks();
      expect(marks.begin(), "the beginning of a document");
      while (at < ids.length && ids[at] != marks.end()) {
        if (ids[at] == marks.pictureBegin()) {
          at++;
          if (!breaks) pieces.add(picture());
          else if (pieces.isEmpty()) throw malformed("a piece before the mark between pieces");
        } else {
          pieces.add(breaks && vocabulary.isCode(ids[at]) ? picture() : words());
        }
      }
      expect(marks.end(), "the end of the document");
      return new MixedDocument(pieces);
    }

    private Piece words() {
      int from = at;
      while (at < ids.length && vocabulary.isWord(ids[at])) at++;
      if (at == from) throw malformed("a word");
      return new Words(Arrays.copyOfRange(ids, from, at));
    }

    private Piece picture() {
      var codes = new int[vocabulary.pictureLength()];
      for (int i = 0; i < codes.length; i++, at++) {
        if (at == ids.length || !vocabulary.isCode(ids[at])) throw malformed("code " + i + " of a picture");
        codes[i] = vocabulary.code(ids[at]);
      }
      if (!vocabulary.breaks()) expect(vocabulary.marks().pictureEnd(), "the end of a picture");
      return new Codes(codes);
    }

    private void expect(int id, String what) {
      if (at == ids.length || ids[at] != id) throw malformed(what);
      at++;
    }

    private IllegalArgumentException malformed(String expected) {
      return new IllegalArgumentException("token " + at + (at == ids.length ? ", the end," : ", id " + ids[at] + ",")
          + " is not " + expected);
    }
  }
}
