package org.vitrail.llm.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.RandomStream;

/**
 * Many texts, such as captions, each a row of its own from its begin token to its end token, filled up with padding of
 * which nothing is asked. Of each other place either the next token is asked, or what a {@link Masking} hid. The last
 * tenth of the texts is held out.
 */
public final class SeparateTexts implements TextData {
  private static final double TRAINED = 0.9;
  private static final int NOTHING = -100;

  private final List<int[]> train;
  private final List<int[]> heldOut;
  private final int padding;
  private final Masking masking;

  /** Texts with their begin and end tokens, of which each token predicts the next. */
  public SeparateTexts(List<int[]> texts, int context, int padding) {
    this(texts, context + 1, padding, null);
  }

  /** Texts with their begin and end tokens, in which {@code masking} hides some. */
  public static SeparateTexts masked(List<int[]> texts, int context, int padding, Masking masking) {
    return new SeparateTexts(texts, context, padding, masking);
  }

  /**
   * @param longest most tokens of a text
   * @throws IllegalArgumentException if there are fewer than ten texts, or one is longer
   */
  private SeparateTexts(List<int[]> texts, int longest, int padding, Masking masking) {
    if (texts.size() < 10) {
      throw new IllegalArgumentException("there are " + texts.size()
          + " texts, at least 10 are needed, of which one is held out");
    }
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).length > longest) {
        throw new IllegalArgumentException("text " + (i + 1) + " has " + texts.get(i).length + " tokens, more than the "
            + longest + " that the context allows; make it longer or cut the text");
      }
    }
    int split = (int) (TRAINED * texts.size());
    train = texts.subList(0, split);
    heldOut = texts.subList(split, texts.size());
    this.padding = padding;
    this.masking = masking;
  }

  /** The lines of {@code text} that are not blank, each between the tokens {@code begin} and {@code end}. */
  static List<int[]> ofLines(Tokenizer tokenizer, String text, int begin, int end) {
    return text.lines().filter(line -> !line.isBlank())
        .map(line -> framed(begin, tokenizer.encode(line), end)).toList();
  }

  static int[] framed(int begin, int[] tokens, int end) {
    return IntStream.concat(IntStream.concat(IntStream.of(begin), IntStream.of(tokens)), IntStream.of(end)).toArray();
  }

  /** The texts that are held out. */
  List<int[]> heldOut() {
    return heldOut;
  }

  @Override public Batches<?, TokenBatch> batches(int size, long seed) {
    return new Batches<>(Dataset.of(train), size, seed, this::batch);
  }

  @Override public TokenBatch heldOut(int size, RandomStream random) {
    return batch(IntStream.range(0, size).mapToObj(i -> heldOut.get(random.nextInt(heldOut.size()))).toList(),
        random);
  }

  private TokenBatch batch(List<int[]> texts, RandomStream random) {
    int length = texts.stream().mapToInt(text -> text.length).max().orElseThrow() - (masking == null ? 1 : 0);
    var ids = new int[texts.size()][];
    var targets = new int[texts.size()][];
    for (int i = 0; i < ids.length; i++) {
      var text = texts.get(i).clone();
      int last = text.length - 1;
      var asked = masking == null ? Arrays.copyOfRange(text, 1, last + 1) : masking.apply(text, random);
      targets[i] = filled(asked, length, NOTHING);
      ids[i] = filled(masking == null ? Arrays.copyOf(text, last) : text, length, padding);
    }
    return TokenBatch.of(ids, targets);
  }

  private static int[] filled(int[] tokens, int length, int with) {
    var row = Arrays.copyOf(tokens, length);
    Arrays.fill(row, tokens.length, length, with);
    return row;
  }

  @Override public long tokens() {
    return train.stream().mapToLong(text -> text.length).sum();
  }

  @Override public long heldOutTokens() {
    return heldOut.stream().mapToLong(text -> text.length).sum();
  }
}
