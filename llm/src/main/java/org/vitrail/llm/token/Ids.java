package org.vitrail.llm.token;

import java.util.Arrays;

/** A list of token ids that grows. */
final class Ids {
  private int[] ids = new int[16];
  private int size;

  void add(int id) {
    if (size == ids.length) ids = Arrays.copyOf(ids, 2 * size);
    ids[size++] = id;
  }

  void addAll(int[] more) {
    if (size + more.length > ids.length) ids = Arrays.copyOf(ids, Math.max(2 * size, size + more.length));
    System.arraycopy(more, 0, ids, size, more.length);
    size += more.length;
  }

  int size() {
    return size;
  }

  int get(int i) {
    return ids[i];
  }

  int[] toArray() {
    return Arrays.copyOf(ids, size);
  }
}
