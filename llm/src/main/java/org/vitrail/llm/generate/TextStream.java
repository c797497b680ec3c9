package org.vitrail.llm.generate;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * The bytes of tokens become text: whole characters only, and nothing that may turn out to be a stop string. Bytes that
 * are not UTF-8 become U+FFFD.
 */
final class TextStream {
  private final List<String> stops;
  private final Consumer<String> listener;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
      .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer bytes = ByteBuffer.allocate(64);
  private CharBuffer characters = CharBuffer.allocate(64);
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder text = new StringBuilder();

  /** @param listener hears each piece of text as soon as it is certain */
  TextStream(List<String> stops, Consumer<String> listener) {
    this.stops = stops;
    this.listener = listener;
  }

  /** Adds a token's bytes; returns whether a stop string is complete now: it and what follows are no text. */
  boolean add(byte[] token) {
    if (bytes.remaining() < token.length) bytes = larger(token.length);
    decode(bytes.put(token), false);
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
    decode(bytes, true);
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
    if (length == 0) return;
    var piece = held.substring(0, length);
    held.delete(0, length);
    text.append(piece);
    listener.accept(piece);
  }

  private void decode(ByteBuffer input, boolean last) {
    input.flip();
    boolean more = true;
    while (more) {
      more = decoder.decode(input, characters, last).isOverflow();
      held.append(characters.flip());
      characters.clear();
    }
    input.compact();
  }

  private ByteBuffer larger(int more) {
    return ByteBuffer.allocate(2 * (bytes.position() + more)).put(bytes.flip());
  }
}
