package org.vitrail.vlm.cm3;

import java.util.List;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vlm.fusion.train.MixedBatch;

/**
 * Instructions to learn from, as a model that has read plain documents is tuned.
 *
 * @param padding fills up rows
 */
public record InstructionDocuments(List<InstructionTokens> instructions, int padding) {

  /** Endless shuffled batches. */
  public Batches<InstructionTokens, MixedBatch> batches(int size, long seed) {
    return new Batches<>(Dataset.of(instructions), size, seed, (some, random) ->
        MixedBatch.of(some.stream().map(InstructionTokens::tokens).toList(), padding));
  }

  /** Tokens of the longest. */
  public int longest() {
    return instructions.stream().mapToInt(one -> one.tokens().ids().length).max().orElse(0);
  }
}
