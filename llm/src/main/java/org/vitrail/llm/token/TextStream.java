package org.vitrail.llm.token;

import java.util.function.IntFunction;

/**
 * Text out of tokens as they come. Never gives out part of a character: its bytes may be spread over several tokens. A
 * stream belongs to one text and one thread.
 */
public final class TextStream {
  private final IntFunction<byte[]> spelling;
  private final Utf8 utf8 = new Utf8();

  /** @param spelling the bytes that each token in turn adds to the text */
  public TextStream(IntFunction<byte[]> spelling) {
    this.spelling = spelling;
  }

  /** What can be said now that {@code id} is known; may be nothing. */
  public String add(int id) {
    utf8.add(spelling.apply(id));
    return utf8.take();
  }

  /** The rest: U+FFFD if a character was not completed. */
  public String finish() {
    return utf8.finish();
  }
}
