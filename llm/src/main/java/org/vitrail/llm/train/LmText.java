package org.vitrail.llm.train;

import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.tensor.RandomStream;

/**
 * A text for a language model: its tokens, and rows of them.
 *
 * @param begin tokens with which a sample begins
 * @param end the token that ends one; −1 for none
 */
public record LmText(Tokenizer tokenizer, TextData data, int[] begin, int end) {

  /** One long text. */
  public static LmText running(Tokenizer tokenizer, String text, int context) {
    var tokens = tokenizer.encode(text);
    return new LmText(tokenizer, new RunningText(tokens, context), new int[] {tokens[0]}, -1);
  }

  /**
   * A text on each line.
   *
   * @throws IllegalArgumentException if the vocabulary has no tokens that begin and end a text and fill up its row
   */
  public static LmText lines(Tokenizer tokenizer, String text, int context) {
    var special = tokenizer.specials();
    if (special.bos() < 0 || special.eos().isEmpty() || special.pad() < 0) {
      throw new IllegalArgumentException("the vocabulary has no tokens that begin, end and fill up a text; let each be "
          + "a row of words, or leave the lines together");
    }
    int end = special.eos().getFirst();
    var texts = SeparateTexts.ofLines(tokenizer, text, special.bos(), end);
    return new LmText(tokenizer, new SeparateTexts(texts, context, special.pad()), new int[] {special.bos()}, end);
  }

  /** What the model writes, up to {@code count} tokens; {@code random} draws them. */
  public String sample(Decoder decoder, int count, RandomStream random) {
    return tokenizer.decode(new Samples(decoder, random).continued(begin, count, end));
  }
}
