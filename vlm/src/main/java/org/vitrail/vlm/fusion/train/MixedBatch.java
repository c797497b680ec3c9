package org.vitrail.vlm.fusion.train;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * Documents as rows of ids and what follows each of them. Training gives their memory back after their step.
 *
 * @param ids (B, T) I32
 * @param targets (B, T) I32, −100 where nothing is asked
 * @param weights (B, T) how much each target counts; null where all count alike
 */
public record MixedBatch(Tensor ids, Tensor targets, Tensor weights) implements Scope.Holder {
  /** The target of a place of which nothing is asked. */
  public static final int NOTHING = -100;

  /** Documents of which each token asks for the next, as far as that counts; {@code padding} fills their rows up. */
  public static MixedBatch of(List<WeighedTokens> documents, int padding) {
    int rows = documents.size();
    int length = documents.stream().mapToInt(document -> document.ids().length - 1).max().orElseThrow();
    var ids = new int[rows * length];
    var targets = new int[ids.length];
    var weights = new float[ids.length];
    Arrays.fill(ids, padding);
    Arrays.fill(targets, NOTHING);
    boolean alike = true;
    for (int i = 0; i < rows; i++) {
      var document = documents.get(i);
      for (int t = 0; t + 1 < document.ids().length; t++) {
        int at = i * length + t;
        float weight = document.weights()[t + 1];
        ids[at] = document.ids()[t];
        if (weight == 0) continue;
        targets[at] = document.ids()[t + 1];
        weights[at] = weight;
        alike &= weight == 1;
      }
    }
    return new MixedBatch(Tensor.of(ids, rows, length), Tensor.of(targets, rows, length),
        alike ? null : Tensor.of(weights, rows, length));
  }

  @Override public Collection<Tensor> tensors() {
    return Stream.of(ids, targets, weights).filter(tensor -> tensor != null).toList();
  }
}
