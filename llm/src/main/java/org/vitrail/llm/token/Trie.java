package org.vitrail.llm.token;

/** Texts by their common beginnings: a walk from {@link #ROOT}, a char a step, meets all texts that begin there. */
final class Trie {
  static final int ROOT = 0;

  private final LongIntMap children = new LongIntMap(1024);
  private int[] values = {-1};
  private int nodes = 1;

  void put(String text, int value) {
    int node = ROOT;
    for (int i = 0; i < text.length(); i++) {
      int child = step(node, text.charAt(i));
      if (child < 0) {
        child = nodes++;
        if (child == values.length) values = java.util.Arrays.copyOf(values, 2 * child);
        values[child] = -1;
        children.put((long) node << 16 | text.charAt(i), child);
      }
      node = child;
    }
    values[node] = value;
  }

  /** The node after one more char, −1 if no text goes on so. */
  int step(int node, char c) {
    return children.get((long) node << 16 | c);
  }

  /** The node after the chars of {@code text}, −1 if no text goes on so. */
  int walk(int node, String text) {
    for (int i = 0; i < text.length() && node >= 0; i++) node = step(node, text.charAt(i));
    return node;
  }

  /** The value of the text that ends at a node, −1 if none does. */
  int value(int node) {
    return values[node];
  }
}
