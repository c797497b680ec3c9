package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Piece;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.train.MixedBatch;
import org.vitrail.vlm.fusion.train.MixedExample;
import org.vitrail.vlm.fusion.train.WeighedTokens;

/**
 * Captioned pictures as documents to learn from (Yasunaga et al. 2022, section 3.3): after none, one or two that are
 * looked up, each number being as likely, and with the gaps of {@link CausalMasking}:
 * {@code [BOS] r₁ [BREAK] r₂ [BREAK] x [EOS]}. In half of them the picture comes first.
 *
 * @param memory what is looked up
 * @param retrievedWeight how much the tokens count that are looked up, 1 as much as others
 * @param padding fills up rows
 */
public record Cm3Documents(List<MixedExample> examples, List<MixedExample> memory, Lookups lookups,
    CausalMasking masking, double retrievedWeight, int padding) {

  /** Documents after which nothing is looked up. */
  public static Cm3Documents alone(List<MixedExample> examples, CausalMasking masking, int padding) {
    return new Cm3Documents(examples, examples, Lookups.none(examples.size()), masking, 1, padding);
  }

  /** Endless shuffled batches; everything about a document is drawn anew. */
  public Batches<Integer, MixedBatch> batches(int size, long seed) {
    return new Batches<>(Dataset.of(examples.size(), i -> i), size, seed, (numbers, random) -> {
      var r = Draws.stream("cm3", random.nextLong());
      return MixedBatch.of(numbers.stream().map(i -> document(i, r)).toList(), padding);
    });
  }

  private WeighedTokens document(int i, Draws r) {
    var found = lookups.draw(i, r.below(Lookups.MOST + 1), r);
    var pieces = new ArrayList<Piece>();
    for (int other : found) pieces.addAll(pieces(memory.get(other), r));
    var document = pieces(examples.get(i), r);
    pieces.addAll(document);
    var vocabulary = masking.vocabulary();
    var tokens = WeighedTokens.of(new MixedDocument(pieces).ids(vocabulary));
    int from = tokens.ids().length - new MixedDocument(document).ids(vocabulary).length + 1;
    return masking.apply(tokens.weigh(0, from, retrievedWeight), from, r);
  }

  private static List<Piece> pieces(MixedExample example, Draws r) {
    return pieces(example, r.below(example.captions().size()), r.below(2) == 0);
  }

  static List<Piece> pieces(MixedExample example, int caption, boolean pictureFirst) {
    var words = new Words(example.captions().get(caption));
    var codes = new Codes(example.codes());
    return pictureFirst ? List.of(codes, words) : List.of(words, codes);
  }

  /**
   * Most tokens of a document: the longest after two of the longest of the memory, with as many gaps as there may be.
   */
  public int longest() {
    int own = longest(examples);
    boolean alone = lookups.byQuery().stream().allMatch(list -> list.stream().allMatch(found -> found.length == 0));
    return own + (alone ? 0 : Lookups.MOST * (longest(memory) - 1)) + 1 + 2 * masking.maxSpans();
  }

  private int longest(List<MixedExample> some) {
    return some.stream().flatMap(example -> IntStream.range(0, example.captions().size()).mapToObj(c ->
        new MixedDocument(pieces(example, c, true)).ids(masking.vocabulary()).length)).max(Integer::compare).orElse(0);
  }
}
