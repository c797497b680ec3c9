package org.vitrail.llm.generate.sample;

/** Keeps the {@code k} greatest scores, and those equal to the least of them (Fan et al. 2018, arXiv 1805.04833). */
public final class TopK implements Processor {
  private final int k;
  private float[] heap = new float[0];

  public TopK(int k) {
    if (k < 1) throw new IllegalArgumentException("top-k keeps 1 token or more, not " + k);
    this.k = k;
  }

  @Override public void process(History history, float[] scores) {
    if (k >= scores.length) return;
    float least = kth(scores);
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < least) scores[i] = Float.NEGATIVE_INFINITY;
    }
  }

  /** The k-th greatest score: the root of a heap of the k greatest. */
  private float kth(float[] scores) {
    if (heap.length != k) heap = new float[k];
    System.arraycopy(scores, 0, heap, 0, k);
    for (int i = k / 2 - 1; i >= 0; i--) sink(i, heap[i]);
    for (int i = k; i < scores.length; i++) {
      if (scores[i] > heap[0]) sink(0, scores[i]);
    }
    return heap[0];
  }

  /** Puts {@code score} at {@code i} or where it belongs below. */
  private void sink(int i, float score) {
    int at = i;
    while (2 * at + 1 < k) {
      int child = 2 * at + 1;
      if (child + 1 < k && heap[child + 1] < heap[child]) child++;
      if (heap[child] >= score) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = score;
  }
}
