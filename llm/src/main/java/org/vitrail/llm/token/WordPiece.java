package org.vitrail.llm.token;

/**
 * The longest piece that a word begins with, then the longest that the rest begins with, and so on (BERT, Devlin et al.
 * 2018, arXiv 1810.04805); pieces inside a word are written with a prefix.
 */
final class WordPiece implements Model {
  private final Trie pieces = new Trie();
  private final int inside;
  private final int unk;
  private final int longest;

  /**
   * @param vocabulary its special tokens are no pieces
   * @param unk a word that cannot be expressed
   * @param longest most characters of a word; longer ones cannot be expressed
   */
  WordPiece(Vocabulary vocabulary, String prefix, int unk, int longest) {
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.token(id) != null && !vocabulary.isSpecial(id)) pieces.put(vocabulary.token(id), id);
    }
    inside = pieces.walk(Trie.ROOT, prefix);
    this.unk = unk;
    this.longest = longest;
  }

  @Override public void encode(String word, Ids out) {
    if (word.codePointCount(0, word.length()) > longest) {
      out.add(unk);
      return;
    }
    var found = new Ids();
    for (int start = 0; start < word.length(); ) {
      int end = start;
      int piece = -1;
      int node = start == 0 ? Trie.ROOT : inside;
      for (int i = start; i < word.length() && node >= 0; ) {
        node = pieces.step(node, word.charAt(i++));
        if (node >= 0 && pieces.value(node) >= 0) {
          piece = pieces.value(node);
          end = i;
        }
      }
      if (piece < 0) {
        out.add(unk);
        return;
      }
      found.add(piece);
      start = end;
    }
    out.addAll(found.toArray());
  }
}
