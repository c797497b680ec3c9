package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * SentencePiece's form of byte-pair encoding: any two neighbours may merge whose texts together are a piece, those of
 * the highest score first; user-defined pieces are found beforehand and never merge.
 */
final class ScoredMerges implements Model {
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final Trie userDefined;
  /** Characters as symbols: a piece, or from {@code pieces} on one that is only part of pieces. */
  private final LongIntMap characters = new LongIntMap(1024);
  private final Merges merges;
  private final int pieces;
  private final int unk;
  private final int[] bytes;

  /** @param bytes by byte, the token that stands for it where a character is unknown; null for the unknown piece */
  ScoredMerges(List<Piece> pieces, Vocabulary vocabulary, Trie userDefined, int unk, int[] bytes) {
    this.userDefined = userDefined;
    this.pieces = pieces.size();
    this.unk = unk;
    this.bytes = bytes;
    int symbols = pieces.size();
    for (int id = 0; id < pieces.size(); id++) {
      var piece = pieces.get(id);
      if (!piece.isText()) continue;
      boolean whole = piece.text().codePointCount(0, piece.text().length()) == 1;
      for (int c : piece.text().codePoints().toArray()) {
        if (whole) characters.put(c, id);
        else if (characters.get(c) < 0) characters.put(c, symbols++);
      }
    }
    merges = new Merges(4 * pieces.size());
    var ranks = ranks(pieces);
    for (int id = 0; id < pieces.size(); id++) {
      if (pieces.get(id).isText()) addSplits(pieces, vocabulary, id, ranks[id]);
    }
  }

  /** For each piece how many distinct scores are higher. */
  private static int[] ranks(List<Piece> pieces) {
    var sorted = pieces.stream().map(Piece::score).distinct().sorted((a, b) -> Float.compare(b, a)).toList();
    var rank = new java.util.HashMap<Float, Integer>();
    for (int i = 0; i < sorted.size(); i++) rank.put(sorted.get(i), i);
    return pieces.stream().mapToInt(piece -> rank.get(piece.score())).toArray();
  }

  private void addSplits(List<Piece> pieces, Vocabulary vocabulary, int id, int rank) {
    var text = pieces.get(id).text();
    for (int cut = 1; cut < text.length(); cut++) {
      if (Character.isLowSurrogate(text.charAt(cut))) continue;
      int left = symbol(pieces, vocabulary, text.substring(0, cut));
      int right = left < 0 ? -1 : symbol(pieces, vocabulary, text.substring(cut));
      if (right >= 0) merges.add(left, right, rank, id);
    }
  }

  private int symbol(List<Piece> pieces, Vocabulary vocabulary, String text) {
    if (text.codePointCount(0, text.length()) == 1) return characters.get(text.codePointAt(0));
    int id = vocabulary.id(text);
    return id >= 0 && pieces.get(id).isText() ? id : -1;
  }

  @Override public void encode(String word, Ids out) {
    var symbols = new int[word.length()];
    var starts = new int[word.length() + 1];
    int count = 0;
    for (int i = 0; i < word.length(); count++) {
      starts[count] = i;
      int defined = -1;
      int end = i;
      int node = Trie.ROOT;
      for (int j = i; j < word.length() && (node = userDefined.step(node, word.charAt(j))) >= 0; j++) {
        if (userDefined.value(node) < 0) continue;
        defined = userDefined.value(node);
        end = j + 1;
      }
      int c = word.codePointAt(i);
      int known = characters.get(c);
      symbols[count] = defined >= 0 ? ~defined : known >= 0 ? known : UNKNOWN;
      i = defined >= 0 ? end : i + Character.charCount(c);
    }
    count = merges.apply(symbols, count, starts);
    starts[count] = word.length();
    emit(word, symbols, starts, count, out);
  }

  /** Writes symbols as tokens; unknown ones as their bytes or, in a row, as one. */
  private void emit(String word, int[] symbols, int[] starts, int count, Ids out) {
    boolean wasUnknown = false;
    for (int i = 0; i < count; i++) {
      int id = symbols[i] < 0 ? ~symbols[i] : symbols[i];
      boolean unknown = id >= pieces;
      if (!unknown) {
        out.add(id);
      } else if (bytes != null) {
        for (byte b : word.substring(starts[i],
            starts[i + 1]).getBytes(StandardCharsets.UTF_8)) out.add(bytes[b & 0xFF]);
      } else if (!wasUnknown) {
        out.add(unk);
      }
      wasUnknown = unknown;
    }
  }
}
