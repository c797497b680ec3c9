package org.vitrail.vlm.fusion.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.MixedVocabulary;

/**
 * Captioned pictures as documents: in half of them the picture comes first (Chameleon Team 2024, section 2.2).
 *
 * @param padding fills up rows
 */
public record MixedData(List<MixedExample> train, List<MixedExample> heldOut, MixedVocabulary vocabulary, int padding) {
  private static final int BATCH = 64;

  /** Hears how many pictures have become tokens. */
  @FunctionalInterface
  public interface Progress {
    void reached(int pictures);
  }

  /** The pictures of a set as a model's tokens, at most {@code most} of those that are held out. */
  public static MixedData of(MixedModel model, CaptionSet set, int most, Progress progress) {
    int padding = Math.max(0, model.tokenizer().specials().pad());
    var held = set.test().subset(0, Math.min(most, set.test().size()));
    return new MixedData(examples(model, set.train(), progress), examples(model, held), model.vocabulary(),
        padding);
  }

  /** The pictures of some documents as a model's tokens. */
  public static List<MixedExample> examples(MixedModel model, Dataset<Captioned> set) {
    return examples(model, set, done -> {});
  }

  private static List<MixedExample> examples(MixedModel model, Dataset<Captioned> set, Progress progress) {
    var examples = new ArrayList<MixedExample>();
    while (examples.size() < set.size()) {
      int from = examples.size();
      var some = IntStream.range(from, Math.min(from + BATCH, set.size())).mapToObj(set::get).toList();
      var codes = model.codes(some.stream().map(Captioned::picture).toList());
      for (int i = 0; i < codes.length; i++) {
        examples.add(new MixedExample(some.get(i).captions().stream().map(model.tokenizer()::encode).toList(), codes[i]));
      }
      progress.reached(examples.size());
    }
    return examples;
  }

  /** Tokens of the longest document. */
  public int longest() {
    return train.stream().flatMap(example -> example.captions().stream()
        .map(caption -> document(example, caption, true).ids(vocabulary).length)).max(Integer::compare).orElse(0);
  }

  /** Endless shuffled batches; caption and order of each document are drawn anew. */
  public Batches<MixedExample, MixedBatch> batches(int size, long seed) {
    return new Batches<>(Dataset.of(train), size, seed, (examples, random) -> MixedBatch.of(examples.stream()
        .map(example -> {
          var caption = example.captions().get(random.nextInt(example.captions().size()));
          return WeighedTokens.of(document(example, caption, random.nextInt(2) == 0).ids(vocabulary));
        }).toList(), padding));
  }

  private static MixedDocument document(MixedExample example, int[] caption, boolean pictureFirst) {
    var words = new Words(caption);
    var codes = new Codes(example.codes());
    return pictureFirst ? MixedDocument.of(codes, words) : MixedDocument.of(words, codes);
  }

  /** Cross-entropies of the held-out documents; see {@link MixedLosses}. */
  public SequencedMap<String, Double> losses(Decoder decoder) {
    return new MixedLosses(decoder, this).measure();
  }

  /** Some of the held-out documents, each with its first caption, with the pictures first or last. */
  MixedBatch heldOut(boolean pictureFirst, int from, int to) {
    return MixedBatch.of(heldOut.subList(from, to).stream().map(example ->
        WeighedTokens.of(document(example, example.captions().getFirst(), pictureFirst).ids(vocabulary))).toList(), padding);
  }
}
