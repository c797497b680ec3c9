package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.Scope;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedBatch;

/**
 * Instructions to learn from, as a model that has read plain documents is tuned.
 *
 * @param padding fills up rows
 */
public record InstructionDocuments(List<InstructionTokens> instructions, int padding) {
  private static final int BATCH = 64;

  /**
   * Instructions 0 to {@code count − 1} as tokens of a model.
   *
   * @param progress hears how many are done
   */
  public static InstructionDocuments of(MixedModel model, IntFunction<Instruction> item, int count,
      IntConsumer progress) {
    var tokens = Cm3Tokens.of(model);
    var all = new ArrayList<InstructionTokens>();
    while (all.size() < count) {
      var some = IntStream.range(all.size(), Math.min(all.size() + BATCH, count)).mapToObj(item).toList();
      all.addAll(Scope.call("pictures", () -> InstructionTokens.of(some, tokens, model.tokenizer(), model::codes)));
      progress.accept(all.size());
    }
    return new InstructionDocuments(all, Math.max(0, model.tokenizer().specials().pad()));
  }

  /** The same where the answer of each counts alike, however long it is. */
  public InstructionDocuments even() {
    return new InstructionDocuments(instructions.stream().map(InstructionTokens::even).toList(), padding);
  }

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
