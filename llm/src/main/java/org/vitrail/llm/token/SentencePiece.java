package org.vitrail.llm.token;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/**
 * A SentencePiece model (Kudo and Richardson 2018, arXiv 1808.06226), of whatever file it comes from.
 *
 * @param unigram whether pieces are chosen by Viterbi's algorithm, otherwise they are merged by score
 * @param byteFallback whether what is unknown becomes bytes
 * @param unknown how the unknown piece reads
 */
record SentencePiece(Path file, List<Piece> pieces, boolean unigram, boolean byteFallback, SpaceNormalizer.Rules rules,
    Charsmap charsmap, String unknown) {
  static final char SPACE = '▁';
  /** How the unknown piece reads unless a model says otherwise. */
  static final String UNKNOWN = " ⁇ ";

  /**
   * @param template what is expected around a text, made when the tokens with a part to play are known
   * @param specials the tokens with a part to play
   */
  Tokenizer tokenizer(Vocabulary vocabulary, Template template, SpecialTokens specials) {
    var added = new ArrayList<AddedToken>();
    for (int id = 0; id < pieces.size(); id++) {
      if (pieces.get(id).kind() != Piece.Kind.CONTROL) continue;
      vocabulary.mark(id);
      added.add(AddedToken.special(id, pieces.get(id).text()));
    }
    var userDefined = userDefined();
    return new Pipeline(new Pipeline.Parts(vocabulary, new AddedTokens(added, Normalizer.NONE),
        new SpaceNormalizer(rules, charsmap, userDefined), new AddedTokens(List.of(), Normalizer.NONE),
        unigram || !cutsAtSpaces(vocabulary) ? Splitter.NONE : SentencePiece::cut, model(vocabulary, userDefined),
        template, new PieceSpelling(vocabulary.token(unk()), unknown, byteFallback, rules), specials));
  }

  Vocabulary vocabulary() {
    return Vocabulary.of(file, pieces.stream().map(Piece::text).toList());
  }

  /** The id of the unknown piece. */
  int unk() {
    for (int id = 0; id < pieces.size(); id++) {
      if (pieces.get(id).kind() == Piece.Kind.UNKNOWN) return id;
    }
    throw new FormatException(file, "the vocabulary has no piece for what is unknown");
  }

  private Trie userDefined() {
    var trie = new Trie();
    for (int id = 0; id < pieces.size(); id++) {
      if (pieces.get(id).kind() == Piece.Kind.USER_DEFINED) trie.put(pieces.get(id).text(), id);
    }
    return trie;
  }

  private Model model(Vocabulary vocabulary, Trie userDefined) {
    var bytes = byteFallback ? ByteTokens.ids(vocabulary) : null;
    if (byteFallback && bytes == null) throw new FormatException(file, "the vocabulary lacks pieces <0x00> to <0xFF>");
    return unigram ? unigram(bytes) : new ScoredMerges(pieces, vocabulary, userDefined, unk(), bytes);
  }

  private Model unigram(int[] bytes) {
    var normal = pieces.stream().filter(piece -> piece.kind() == Piece.Kind.NORMAL).mapToDouble(Piece::score).toArray();
    double highest = Arrays.stream(normal).max().orElse(0);
    var texts = pieces.stream().map(piece -> piece.isText() ? piece.text() : null).toArray(String[]::new);
    var scores = pieces.stream().mapToDouble(piece -> piece.kind() != Piece.Kind.USER_DEFINED ? piece.score()
        : piece.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length * (float) highest - 0.1).toArray();
    return new Unigram(texts, scores, true, unk(), bytes, Arrays.stream(normal).min().orElse(0));
  }

  /** Whether no piece goes on with a space after something else, so that a text can be cut before spaces. */
  private boolean cutsAtSpaces(Vocabulary vocabulary) {
    return vocabulary.id(String.valueOf(SPACE)) >= 0 && pieces.stream().filter(Piece::isText).noneMatch(piece -> {
      int word = 0;
      while (word < piece.text().length() && piece.text().charAt(word) == SPACE) word++;
      return piece.text().indexOf(SPACE, word) >= 0;
    });
  }

  private static void cut(String text, boolean first, java.util.function.Consumer<String> words) {
    int start = 0;
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) != SPACE || text.charAt(i - 1) == SPACE) continue;
      words.accept(text.substring(start, i));
      start = i;
    }
    if (start < text.length()) words.accept(text.substring(start));
  }
}
