package org.vitrail.vlm.fusion.train;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * Documents as rows of ids and what follows each of them. Training gives their memory back after their step.
 *
 * @param ids (B, T) I32
 * @param targets (B, T) I32, −100 where nothing is asked
 */
public record MixedBatch(Tensor ids, Tensor targets) implements Scope.Holder {
  /** The target of a place of which nothing is asked. */
  public static final int NOTHING = -100;

  /** Whole documents, each token of which asks for the next; {@code padding} fills them up, and nobody is asked for it. */
  public static MixedBatch of(List<int[]> documents, int padding) {
    return of(documents, documents.stream().map(ids -> Arrays.copyOfRange(ids, 1, ids.length)).toList(), padding);
  }

  /** Documents of which the tokens {@code asked} follow their tokens but the last, {@link #NOTHING} for some. */
  public static MixedBatch of(List<int[]> documents, List<int[]> asked, int padding) {
    int length = documents.stream().mapToInt(ids -> ids.length - 1).max().orElseThrow();
    var ids = new int[documents.size() * length];
    var targets = new int[ids.length];
    Arrays.fill(ids, padding);
    Arrays.fill(targets, NOTHING);
    for (int i = 0; i < documents.size(); i++) {
      int count = documents.get(i).length - 1;
      System.arraycopy(documents.get(i), 0, ids, i * length, count);
      System.arraycopy(asked.get(i), 0, targets, i * length, count);
    }
    return new MixedBatch(Tensor.of(ids, documents.size(), length), Tensor.of(targets, documents.size(), length));
  }

  @Override public Collection<Tensor> tensors() {
    return List.of(ids, targets);
  }
}
