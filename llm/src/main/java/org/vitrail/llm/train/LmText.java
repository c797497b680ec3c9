package org.vitrail.llm.train;

import java.util.stream.IntStream;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.tensor.RandomStream;

/**
 * A text for a language model: its tokens, and rows of them.
 *
 * @param begin tokens with which a sample begins
 * @param end the token that ends one; −1 for none
 */
public record LmText(Symbols tokenizer, TextData data, int[] begin, int end) {

  /** One long text, of characters or words. */
  public static LmText running(String text, boolean words, int context) {
    var tokenizer = words ? Symbols.words(text) : Symbols.characters(text);
    var tokens = tokenizer.encode(text);
    return new LmText(tokenizer, new RunningText(tokens, context), new int[] {tokens[0]}, -1);
  }

  /** A text on each line, of words. */
  public static LmText lines(String text, int context) {
    var tokenizer = Symbols.words(text);
    int begin = tokenizer.id(Symbols.BEGIN);
    int end = tokenizer.id(Symbols.END);
    var texts = text.lines().filter(line -> !line.isBlank()).map(line -> framed(begin, tokenizer.encode(line), end)).toList();
    return new LmText(tokenizer, new SeparateTexts(texts, context, tokenizer.id(Symbols.PADDING)), new int[] {begin}, end);
  }

  private static int[] framed(int begin, int[] tokens, int end) {
    var whole = new int[tokens.length + 2];
    whole[0] = begin;
    System.arraycopy(tokens, 0, whole, 1, tokens.length);
    whole[tokens.length + 1] = end;
    return whole;
  }

  /** What the model writes, up to {@code count} tokens; {@code seed} names the draws. */
  public String sample(Decoder decoder, int count, long seed) {
    var tokens = new Samples(decoder, RandomStream.of(seed).at("sample")).continued(begin, count, end);
    return tokenizer.decode(IntStream.of(tokens).skip(end < 0 ? 0 : begin.length).toArray());
  }
}
