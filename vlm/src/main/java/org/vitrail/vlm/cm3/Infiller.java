package org.vitrail.vlm.cm3;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Scope;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Sampling;
import org.vitrail.vlm.fusion.Style;

/** Fills gaps of texts and of pictures with what a model of CM3's objective knows from both sides of them. */
public final class Infiller {
  private final MixedGenerator generator;
  private final Infilling infilling;
  private final Style style;

  /**
   * What has been filled in.
   *
   * @param text the whole text
   * @param picture the whole picture; null where the gap was in the text
   */
  public record Filled(String text, Picture picture) {}

  private Infiller(MixedGenerator generator, Infilling infilling, Style style) {
    this.generator = generator;
    this.infilling = infilling;
    this.style = style;
  }

  /** @throws IllegalArgumentException if the model has no tokens for gaps */
  public static Infiller of(MixedGenerator generator, Sampling sampling, long seed) {
    var model = generator.model();
    var infilling = new Infilling(model.vocabulary().marks().end(), Cm3Tokens.marks(model.vocabulary()));
    return new Infiller(generator, infilling, Style.of(Mode.FREE).words(sampling).codes(sampling).seed(seed));
  }

  /** The text with what is missing between its two parts, told of a picture. */
  public Filled words(Picture picture, String before, String after) {
    var tokenizer = generator.model().tokenizer();
    var first = tokenizer.encode(before);
    var last = tokenizer.encode(after);
    int gap = generator.model().vocabulary().marks().begin();
    var words = IntStream.concat(IntStream.concat(IntStream.of(first), IntStream.of(gap)), IntStream.of(last)).toArray();
    var ids = MixedDocument.of(new Words(words), codes(picture)).ids(generator.model().vocabulary());
    var prompt = infilling.prompt(ids, List.of(new Span(1 + first.length, 2 + first.length)));
    var filling = generator.fill(List.of(prompt), 0, style).getFirst();
    var text = IntStream.concat(IntStream.concat(IntStream.of(first), IntStream.of(filling)), IntStream.of(last)).toArray();
    return new Filled(tokenizer.decode(text), null);
  }

  /**
   * A picture of which the codes {@code from ≤ i < to} are painted anew, as the text tells.
   *
   * @throws IllegalArgumentException if it has no such codes
   */
  public Filled codes(Picture picture, String text, int from, int to) {
    var model = generator.model();
    var words = model.tokenizer().encode(text);
    var codes = codes(picture).codes();
    if (from < 0 || to > codes.length || from >= to) {
      throw new IllegalArgumentException("the codes " + from + " to " + (to - 1) + " are not in the picture, which has 0 to "
          + (codes.length - 1));
    }
    var ids = MixedDocument.of(new Words(words), new Codes(codes)).ids(model.vocabulary());
    int first = 2 + words.length;
    var prompt = infilling.prompt(ids, List.of(new Span(first + from, first + to)));
    var filling = generator.fill(List.of(prompt), to - from, style).getFirst();
    for (int i = from; i < to; i++) codes[i] = model.vocabulary().code(filling[i - from]);
    return new Filled(text, Scope.call("picture", () -> model.pictures(new int[][] {codes})).getFirst());
  }

  private Codes codes(Picture picture) {
    return new Codes(generator.model().codes(List.of(picture))[0]);
  }
}
