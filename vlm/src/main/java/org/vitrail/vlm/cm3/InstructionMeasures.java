package org.vitrail.vlm.cm3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.tensor.Scope;
import org.vitrail.vlm.fusion.train.MixedBatch;

/**
 * How well a decoder knows the answers to held-out instructions of some kinds: their cross-entropy in nats a token,
 * and, where they are words or boxes, the share of answers that it gives when it always takes the likeliest token.
 *
 * @param kinds by name
 */
public record InstructionMeasures(List<Kind> kinds) {
  private static final int BATCH = 64;

  /**
   * Instructions of one kind.
   *
   * @param paints whether their answers are pictures, of which none is right alone
   */
  public record Kind(String name, InstructionDocuments documents, boolean paints) {}

  public SequencedMap<String, Double> of(Decoder decoder) {
    var measures = new LinkedHashMap<String, Double>();
    for (var kind : kinds) {
      var known = known(decoder, kind.documents);
      measures.put(kind.name, known.loss);
      if (!kind.paints) measures.put(kind.name + ", right", known.right);
    }
    return measures;
  }

  /**
   * @param loss mean cross-entropy of the tokens of answers
   * @param right the share of answers of which every token is the likeliest
   */
  private record Known(double loss, double right) {}

  private static Known known(Decoder decoder, InstructionDocuments documents) {
    int n = documents.instructions().size();
    double loss = 0;
    int right = 0;
    int tokens = 0;
    for (int from = 0; from < n; from += BATCH) {
      var some = documents.instructions().subList(from, Math.min(from + BATCH, n));
      var sums = Scope.call("answers", () -> sums(decoder,
          MixedBatch.of(some.stream().map(InstructionTokens::tokens).toList(), documents.padding())));
      loss += sums[0];
      right += (int) sums[1];
      tokens += (int) sums[2];
    }
    return new Known(loss / tokens, right / (double) n);
  }

  /** The losses of a batch, the answers that are right, and the tokens of all. */
  private static double[] sums(Decoder decoder, MixedBatch batch) {
    var scores = decoder.forward(batch.ids());
    var each = ZLoss.NONE.of(scores, batch.targets()).each().toFloats();
    var likeliest = scores.argmax(-1).toInts();
    var targets = batch.targets().toInts();
    int length = batch.ids().dim(1);
    var sums = new double[3];
    for (int row = 0; row < batch.ids().dim(0); row++) {
      var asked = IntStream.range(row * length, (row + 1) * length)
          .filter(i -> targets[i] != MixedBatch.NOTHING).toArray();
      sums[0] += IntStream.of(asked).mapToDouble(i -> each[i]).sum();
      if (IntStream.of(asked).allMatch(i -> likeliest[i] == targets[i])) sums[1]++;
      sums[2] += asked.length;
    }
    return sums;
  }
}
