package org.vitrail.llm.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.llm.bert.Bert;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** Texts of which a {@link Bert} restores masked words: each line of a file, between [CLS] and [SEP]. */
public final class MaskedText {
  /** A word that may stand where one is masked. */
  public record Guess(String word, double probability) {}

  /**
   * A text with a masked word, and what may stand there, likeliest first.
   *
   * @param hidden the word that did stand there; null if that is not known
   */
  public record Riddle(String text, String hidden, List<Guess> guesses) {}

  private final Tokenizer tokenizer;
  private final SeparateTexts data;
  private final int padding;
  private final int begin;
  private final int end;
  private final int mask;
  private final Masking masking;

  /**
   * @param context most tokens of a text, [CLS] and [SEP] included
   * @throws IllegalArgumentException if the vocabulary lacks one of BERT's special tokens, or a text is too long
   */
  public MaskedText(Tokenizer tokenizer, String text, int context) {
    this.tokenizer = tokenizer;
    padding = special("[PAD]");
    begin = special("[CLS]");
    end = special("[SEP]");
    mask = special(Symbols.MASK);
    masking = Masking.of(mask, tokenizer.size(), tokenizer::isSpecial);
    data = SeparateTexts.masked(SeparateTexts.ofLines(tokenizer, text, begin, end), context, padding, masking);
  }

  private int special(String token) {
    int id = tokenizer.id(token);
    if (id >= 0) return id;
    throw new IllegalArgumentException("the vocabulary has no token " + token + ", which masked texts need");
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  public TextData data() {
    return data;
  }

  /** The token that fills rows up. */
  public int padding() {
    return padding;
  }

  /**
   * What may stand at the first [MASK] of {@code text}.
   *
   * @param count how many guesses
   * @throws IllegalArgumentException if there is no [MASK], or the text is longer than the model's context
   */
  public Riddle ask(Bert bert, String text, int count) {
    var ids = SeparateTexts.framed(begin, tokenizer.encodeWithSpecials(text), end);
    int place = IntStream.range(0, ids.length).filter(i -> ids[i] == mask).findFirst().orElseThrow(() ->
        new IllegalArgumentException("'" + text + "' has no " + Symbols.MASK + " to fill in"));
    if (ids.length > bert.config().context()) {
      throw new IllegalArgumentException("'" + text + "' has " + ids.length + " tokens, more than the context of "
          + bert.config().context());
    }
    return new Riddle(text, null, guesses(bert, ids, place, count));
  }

  /** {@code texts} held-out texts in each of which {@code random} hides a token, with {@code count} guesses each. */
  public List<Riddle> riddles(Bert bert, int texts, int count, RandomStream random) {
    var riddles = new ArrayList<Riddle>();
    for (int i = 0; i < texts; i++) {
      var ids = data.heldOut().get(random.nextInt(data.heldOut().size())).clone();
      int place = 1 + random.nextInt(ids.length - 2);
      var hidden = word(ids[place]);
      ids[place] = mask;
      riddles.add(new Riddle(text(ids, place), hidden, guesses(bert, ids, place, count)));
    }
    return riddles;
  }

  private String text(int[] ids, int place) {
    var before = tokenizer.decodeWithSpecials(Arrays.copyOfRange(ids, 1, place));
    var after = tokenizer.decodeWithSpecials(Arrays.copyOfRange(ids, place + 1, ids.length - 1));
    return (before + " " + Symbols.MASK + " " + after).strip().replaceAll(" {2,}", " ");
  }

  private String word(int id) {
    return tokenizer.decode(id).strip();
  }

  private List<Guess> guesses(Bert bert, int[] ids, int place, int count) {
    var p = Scope.call("guesses", () -> {
      var encoded = bert.encode(Tensor.of(ids, 1, ids.length), null, null).select(1, place);
      return new float[][] {bert.scoreWords(encoded).softmax(-1).toFloats()};
    })[0];
    return IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> -p[i])).limit(count)
        .map(i -> new Guess(tokenizer.isSpecial(i) ? tokenizer.piece(i) : word(i), p[i])).toList();
  }
}
