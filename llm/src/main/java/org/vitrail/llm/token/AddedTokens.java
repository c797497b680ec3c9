package org.vitrail.llm.token;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.vitrail.llm.token.regex.Properties;

/** Finds {@link AddedToken}s in a text: at each place the longest, from left to right. */
final class AddedTokens {
  private static final int ASCII = 128;

  private final List<AddedToken> tokens;
  private final Trie trie = new Trie();
  private final boolean[] begins = new boolean[ASCII];
  private boolean beginsBeyond;

  /** @param normalizer what is done to the contents, as to the text in which they are looked for */
  AddedTokens(List<AddedToken> tokens, UnaryOperator<String> normalizer) {
    this.tokens = List.copyOf(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      var content = normalizer.apply(tokens.get(i).content());
      if (content.isEmpty()) continue;
      trie.put(content, i);
      if (content.charAt(0) < ASCII) begins[content.charAt(0)] = true;
      else beginsBeyond = true;
    }
  }

  /** Hears of the text between added tokens. */
  @FunctionalInterface
  interface Text {
    void between(String piece, boolean first);
  }

  /**
   * Hands out the added tokens in {@code text} and what is between them, in order.
   *
   * @param first whether {@code text} begins what is encoded
   * @param specials whether special tokens count
   */
  void split(String text, boolean first, boolean specials, Text between, IntConsumer found) {
    int done = 0;
    for (int i = 0; i < text.length(); ) {
      int token = begins(text.charAt(i)) ? longest(text, i) : -1;
      if (token < 0) {
        i++;
        continue;
      }
      var added = tokens.get(token);
      int end = i + length(text, i, token);
      if (!(added.special() && !specials) && !(added.singleWord() && touchesWord(text, i, end))) {
        int from = added.eatsBefore() ? Math.max(done, spaceBefore(text, i)) : Math.max(done, i);
        int to = added.eatsAfter() ? spaceAfter(text, end) : end;
        if (from > done) between.between(text.substring(done, from), first && done == 0);
        found.accept(added.id());
        done = Math.max(done, to);
      }
      i = end;
    }
    if (done < text.length()) between.between(done == 0 ? text : text.substring(done), first && done == 0);
  }

  private boolean begins(char c) {
    return c < ASCII ? begins[c] : beginsBeyond;
  }

  private int longest(String text, int from) {
    int longest = -1;
    int node = Trie.ROOT;
    for (int i = from; i < text.length() && (node = trie.step(node, text.charAt(i))) >= 0; i++) {
      if (trie.value(node) >= 0) longest = trie.value(node);
    }
    return longest;
  }

  private int length(String text, int from, int token) {
    int length = 0;
    int node = Trie.ROOT;
    for (int i = from; i < text.length() && (node = trie.step(node, text.charAt(i))) >= 0; i++) {
      if (trie.value(node) == token) length = i + 1 - from;
    }
    return length;
  }

  private static boolean touchesWord(String text, int from, int to) {
    return from > 0 && Properties.isWord(text.codePointBefore(from))
        || to < text.length() && Properties.isWord(text.codePointAt(to));
  }

  private static int spaceBefore(String text, int end) {
    int from = end;
    while (from > 0 && Properties.isSpace(text.charAt(from - 1))) from--;
    return from;
  }

  private static int spaceAfter(String text, int start) {
    int to = start;
    while (to < text.length() && Properties.isSpace(text.charAt(to))) to++;
    return to;
  }
}
