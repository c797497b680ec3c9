package org.vitrail.llm.token;

import java.util.function.Consumer;

/**
 * Cuts a text at delimiters.
 *
 * @param inverted whether the delimiters are what lies between the matches
 */
record DelimiterSplitter(Delimiters delimiters, Behaviour behaviour, boolean inverted) implements Splitter {

  @Override public void split(String text, boolean first, Consumer<String> words) {
    var cutter = new Cutter(text, words);
    delimiters.find(text, (from, to) -> {
      cutter.add(from, inverted);
      cutter.add(to, !inverted);
    });
    cutter.add(text.length(), inverted);
    cutter.finish();
  }

  /** Takes runs, each up to the next bound, and joins them as the behaviour says. */
  private final class Cutter {
    private final String text;
    private final Consumer<String> words;
    /** Where the word that grows began, and what its last run was. */
    private int start;
    private int end;
    private boolean wasDelimiter;

    Cutter(String text, Consumer<String> words) {
      this.text = text;
      this.words = words;
    }

    void add(int bound, boolean delimiter) {
      if (bound == end) return;
      boolean joins = start < end && switch (behaviour) {
        case REMOVED, ISOLATED -> false;
        case MERGED_WITH_PREVIOUS -> delimiter && !wasDelimiter;
        case MERGED_WITH_NEXT -> !delimiter && wasDelimiter;
        case CONTIGUOUS -> delimiter == wasDelimiter;
      };
      if (!joins) finish();
      end = bound;
      wasDelimiter = delimiter;
    }

    void finish() {
      boolean dropped = behaviour == Behaviour.REMOVED && wasDelimiter;
      if (start < end && !dropped) words.accept(text.substring(start, end));
      start = end;
    }
  }
}
