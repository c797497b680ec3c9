package org.vitrail.vlm.fusion.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.IntPredicate;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.nn.loss.Reduction;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * Cross-entropies in nats a token of held-out documents: of words that follow their picture and of words that come
 * first, which know of none, and the same of codes. What the one is less than the other is what the model sees.
 */
record MixedLosses(Decoder decoder, MixedData data) {
  private static final int BATCH = 64;

  SequencedMap<String, Double> measure() {
    var vocabulary = data.vocabulary();
    var losses = new LinkedHashMap<String, Double>();
    losses.put("words after picture", mean(true, vocabulary::isWord));
    losses.put("words first", mean(false, vocabulary::isWord));
    losses.put("codes after words", mean(false, vocabulary::isCode));
    losses.put("codes first", mean(true, vocabulary::isCode));
    return losses;
  }

  private double mean(boolean pictureFirst, IntPredicate asked) {
    double sum = 0;
    double count = 0;
    for (int from = 0; from < data.heldOut().size(); from += BATCH) {
      int first = from;
      int end = Math.min(first + BATCH, data.heldOut().size());
      var of = Scope.call("losses", () -> sum(data.heldOut(pictureFirst, first, end), asked));
      sum += of[0];
      count += of[1];
    }
    return sum / count;
  }

  /** The sum over the targets that are {@code asked}, and their number. */
  private double[] sum(MixedBatch batch, IntPredicate asked) {
    var targets = Arrays.stream(batch.targets().toInts())
        .map(id -> id != MixedBatch.NOTHING && asked.test(id) ? id : MixedBatch.NOTHING).toArray();
    var loss = CrossEntropy.MEAN.with(Reduction.SUM).of(decoder.forward(batch.ids()),
        Tensor.of(targets, batch.targets().dim(0), batch.targets().dim(1)));
    return new double[] {loss.item(), Arrays.stream(targets).filter(id -> id != MixedBatch.NOTHING).count()};
  }
}
