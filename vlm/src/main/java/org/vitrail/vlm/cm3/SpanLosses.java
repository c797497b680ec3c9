package org.vitrail.vlm.cm3;

import java.util.List;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.tensor.Scope;
import org.vitrail.vlm.fusion.train.MixedBatch;
import org.vitrail.vlm.fusion.train.WeighedTokens;

/**
 * How well a decoder knows spans of documents: filled in as gaps, with all that is around them, or read from left to
 * right.
 *
 * @param padding fills up rows
 */
public record SpanLosses(Decoder decoder, Infilling infilling, int padding) {
  private static final int BATCH = 64;

  /** A span of a document. */
  public record Asked(int[] ids, Span span) {}

  /**
   * @param loss mean cross-entropy in nats a token
   * @param right the share of tokens that the decoder finds likelier than any other
   */
  public record Known(double loss, double right) {}

  /** As gaps. */
  public Known filled(List<Asked> spans) {
    return known(spans.stream().map(asked -> {
      var ids = infilling.rearrange(WeighedTokens.of(asked.ids), List.of(asked.span)).ids();
      return only(ids, ids.length - 1 - asked.span.length(), ids.length - 1);
    }).toList());
  }

  /** From left to right. */
  public Known read(List<Asked> spans) {
    return known(spans.stream().map(asked -> only(asked.ids, asked.span.from(), asked.span.to())).toList());
  }

  private static WeighedTokens only(int[] ids, int from, int to) {
    return WeighedTokens.of(ids).weigh(0, from, 0).weigh(to, ids.length, 0);
  }

  /** Of the tokens that count. */
  public Known known(List<WeighedTokens> documents) {
    double loss = 0;
    int right = 0;
    int count = 0;
    for (int from = 0; from < documents.size(); from += BATCH) {
      var some = documents.subList(from, Math.min(from + BATCH, documents.size()));
      var sums = Scope.call("spans", () -> sums(MixedBatch.of(some, padding)));
      loss += sums[0];
      right += (int) sums[1];
      count += (int) sums[2];
    }
    return new Known(loss / count, right / (double) count);
  }

  /** The losses of a batch, the targets that are likeliest, and all targets. */
  private double[] sums(MixedBatch batch) {
    var scores = decoder.forward(batch.ids());
    var each = ZLoss.NONE.of(scores, batch.targets()).each().toFloats();
    var likeliest = scores.argmax(-1).toInts();
    var targets = batch.targets().toInts();
    var sums = new double[3];
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] == MixedBatch.NOTHING) continue;
      sums[0] += each[i];
      if (likeliest[i] == targets[i]) sums[1]++;
      sums[2]++;
    }
    return sums;
  }
}
