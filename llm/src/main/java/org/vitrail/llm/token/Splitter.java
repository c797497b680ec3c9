package org.vitrail.llm.token;

import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.vitrail.llm.token.regex.Regex;

/** Cuts a text into the words that a model sees one by one. */
interface Splitter {
  /** All in one. */
  Splitter NONE = (text, first, words) -> words.accept(text);

  /** @param first whether {@code text} begins what is encoded */
  void split(String text, boolean first, Consumer<String> words);

  /** Cuts each word further. */
  default Splitter then(Splitter next) {
    return (text, first, words) -> {
      var isFirst = new boolean[] {first};
      split(text, first, word -> {
        next.split(word, isFirst[0], words);
        isFirst[0] = false;
      });
    };
  }

  /** What becomes of the matches of a pattern. */
  enum Behaviour {
    REMOVED, ISOLATED, MERGED_WITH_PREVIOUS, MERGED_WITH_NEXT, CONTIGUOUS
  }

  /** Finds the delimiters of words. */
  interface Delimiters {
    void find(String text, Regex.Matches matches);
  }

  static Splitter at(Delimiters delimiters, Behaviour behaviour, boolean inverted) {
    return new DelimiterSplitter(delimiters, behaviour, inverted);
  }

  /** Each character of a kind is a delimiter. */
  static Delimiters characters(IntPredicate kind) {
    return (text, matches) -> {
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        int end = i + Character.charCount(c);
        if (kind.test(c)) matches.at(i, end);
        i = end;
      }
    };
  }

  /** Each occurrence of a text is a delimiter. */
  static Delimiters literal(String literal) {
    return (text, matches) -> {
      if (literal.isEmpty()) return;
      for (int i = text.indexOf(literal); i >= 0; i = text.indexOf(literal, i + literal.length())) {
        matches.at(i, i + literal.length());
      }
    };
  }

  /** Every match of an expression is a word, and so is what lies between two. */
  static Splitter isolating(Regex regex) {
    return at(regex::find, Behaviour.ISOLATED, false);
  }
}
