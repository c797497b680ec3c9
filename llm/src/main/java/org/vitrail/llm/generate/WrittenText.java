package org.vitrail.llm.generate;

import java.util.List;
import java.util.function.Consumer;
import org.vitrail.llm.token.TextStream;

/** Tokens become text: whole characters only, and nothing that may turn out to be a stop string. */
final class WrittenText {
  private final TextStream stream;
  private final List<String> stops;
  private final Consumer<String> listener;
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder text = new StringBuilder();

  /**
   * @param stream makes characters of tokens
   * @param listener hears each piece of text as soon as it is certain
   */
  WrittenText(TextStream stream, List<String> stops, Consumer<String> listener) {
    this.stream = stream;
    this.stops = stops;
    this.listener = listener;
  }

  /** Adds a token; returns whether a stop string is complete now: it and what follows are no text. */
  boolean add(int token) {
    var more = stream.add(token);
    if (stops.isEmpty()) {
      show(more);
      return false;
    }
    held.append(more);
    for (int start = 0; start < held.length(); start++) {
      for (var stop : stops) {
        if (common(stop, start) < stop.length()) continue;
        show(start);
        held.setLength(0);
        return true;
      }
    }
    show(held.length() - possibleStop());
    return false;
  }

  /** Nothing follows: what was held back is text after all. */
  void end() {
    held.append(stream.finish());
    show(held.length());
  }

  /** The text so far. */
  String text() {
    return text.toString();
  }

  /** Length of the longest end of what is held that a stop string begins with. */
  private int possibleStop() {
    for (int start = 0; start < held.length(); start++) {
      for (var stop : stops) {
        if (start + common(stop, start) == held.length()) return held.length() - start;
      }
    }
    return 0;
  }

  /** How many characters from {@code start} on are those of {@code stop}. */
  private int common(String stop, int start) {
    int most = Math.min(stop.length(), held.length() - start);
    int n = 0;
    while (n < most && stop.charAt(n) == held.charAt(start + n)) n++;
    return n;
  }

  private void show(int length) {
    show(held.substring(0, length));
    held.delete(0, length);
  }

  private void show(String piece) {
    if (piece.isEmpty()) return;
    text.append(piece);
    listener.accept(piece);
  }
}
