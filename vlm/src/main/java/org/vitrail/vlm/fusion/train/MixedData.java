package org.vitrail.vlm.fusion.train;

import java.util.List;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.MixedVocabulary;

/** Captioned pictures as documents: in half of them the picture comes first (Chameleon Team 2024, section 2.2). */
public record MixedData(Dataset<MixedExample> train, List<MixedExample> heldOut, MixedVocabulary vocabulary, int padding) {

  /** Endless shuffled batches, the order of each document drawn anew. */
  public Batches<MixedExample, MixedBatch> batches(int size, long seed) {
    return new Batches<>(train, size, seed, (examples, random) -> MixedBatch.of(examples.stream()
        .map(example -> WeighedTokens.of(document(example, random.nextInt(2) == 0).ids(vocabulary))).toList(), padding));
  }

  static MixedDocument document(MixedExample example, boolean pictureFirst) {
    var words = new Words(example.words());
    var codes = new Codes(example.codes());
    return pictureFirst ? MixedDocument.of(codes, words) : MixedDocument.of(words, codes);
  }

  /** The held-out documents with the pictures first, or last. */
  MixedBatch heldOut(boolean pictureFirst, int from, int to) {
    return MixedBatch.of(heldOut.subList(from, to).stream()
        .map(example -> WeighedTokens.of(document(example, pictureFirst).ids(vocabulary))).toList(), padding);
  }
}
