package org.vitrail.llm.token;

/**
 * Byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909): of the neighbouring symbols that a merge is known for,
 * the pair of the lowest rank, of equal ones the leftmost, becomes one symbol, until there is none. A heap of
 * candidates keeps it at O(n log n) for a word of n symbols.
 */
final class Merges {
  private final LongIntMap pairs;
  private final Ids ranks = new Ids();
  private final Ids results = new Ids();

  Merges(int expected) {
    pairs = new LongIntMap(expected);
  }

  /** Symbols {@code left} and {@code right} together become {@code result}; a lower rank goes first. */
  void add(int left, int right, int rank, int result) {
    pairs.put(key(left, right), ranks.size());
    ranks.add(rank);
    results.add(result);
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  /** The merge of two symbols, −1 if there is none; negative symbols never merge. */
  private int merge(int left, int right) {
    return left < 0 || right < 0 ? -1 : pairs.get(key(left, right));
  }

  /**
   * Merges the first {@code count} of {@code symbols} in place and returns how many are left.
   *
   * @param starts moved along with the symbols, so that it tells where each that is left began; or null
   */
  int apply(int[] symbols, int count, int[] starts) {
    if (count < 2) return count;
    var next = new int[count];
    var previous = new int[count];
    var merge = new int[count];
    var heap = new Heap(count);
    for (int i = 0; i < count; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
      merge[i] = i + 1 < count ? offer(heap, symbols, i, i + 1) : -1;
    }
    while (!heap.isEmpty()) {
      long candidate = heap.pop();
      int left = (int) candidate;
      if (merge[left] < 0 || ranks.get(merge[left]) != candidate >>> 32) continue;
      int right = next[left];
      int after = next[right];
      symbols[left] = results.get(merge[left]);
      merge[right] = -1;
      next[left] = after;
      if (after < count) previous[after] = left;
      merge[left] = after < count ? offer(heap, symbols, left, after) : -1;
      int before = previous[left];
      if (before >= 0) merge[before] = offer(heap, symbols, before, left);
    }
    int kept = 0;
    for (int i = 0; i < count; i = next[i]) {
      if (starts != null) starts[kept] = starts[i];
      symbols[kept++] = symbols[i];
    }
    return kept;
  }

  /** Makes a pair a candidate if there is a merge for it, which is returned. */
  private int offer(Heap heap, int[] symbols, int left, int right) {
    int merge = merge(symbols[left], symbols[right]);
    if (merge >= 0) heap.push((long) ranks.get(merge) << 32 | left);
    return merge;
  }

  /** A binary heap, the smallest first. */
  private static final class Heap {
    private long[] items;
    private int size;

    Heap(int capacity) {
      items = new long[capacity];
    }

    boolean isEmpty() {
      return size == 0;
    }

    void push(long item) {
      if (size == items.length) items = java.util.Arrays.copyOf(items, 2 * size);
      int i = size++;
      for (int parent; i > 0 && items[parent = (i - 1) / 2] > item; i = parent) items[i] = items[parent];
      items[i] = item;
    }

    long pop() {
      long first = items[0];
      long last = items[--size];
      int i = 0;
      for (int child; (child = 2 * i + 1) < size; i = child) {
        if (child + 1 < size && items[child + 1] < items[child]) child++;
        if (items[child] >= last) break;
        items[i] = items[child];
      }
      items[i] = last;
      return first;
    }
  }
}
