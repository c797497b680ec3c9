package org.vitrail.llm.engine;

/**
 * The keys and values of a sequence: for each layer an array (kvHeads, capacity, headDim). It has room for some tokens
 * from the beginning and doubles when it is full.
 */
final class KeyValues {
  private static final int FIRST = 256;

  private final int heads;
  private final int width;
  private final float[][] keys;
  private final float[][] values;
  private int capacity;

  KeyValues(int layers, int heads, int width, int most) {
    this.heads = heads;
    this.width = width;
    keys = new float[layers][];
    values = new float[layers][];
    capacity = Math.min(FIRST, most);
    for (int i = 0; i < layers; i++) {
      keys[i] = new float[heads * capacity * width];
      values[i] = new float[heads * capacity * width];
    }
  }

  private KeyValues(KeyValues other) {
    heads = other.heads;
    width = other.width;
    capacity = other.capacity;
    keys = other.keys.clone();
    values = other.values.clone();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = keys[i].clone();
      values[i] = values[i].clone();
    }
  }

  KeyValues copy() {
    return new KeyValues(this);
  }

  /** Makes room for {@code length} tokens, at most {@code most}, keeping the first {@code kept}. */
  void reach(int length, int kept, int most) {
    if (length <= capacity) return;
    int grown = Math.min(most, Math.max(length, 2 * capacity));
    for (int i = 0; i < keys.length; i++) {
      keys[i] = grown(keys[i], grown, kept);
      values[i] = grown(values[i], grown, kept);
    }
    capacity = grown;
  }

  private float[] grown(float[] old, int grown, int kept) {
    var rows = new float[Math.multiplyExact(heads * grown, width)];
    for (int h = 0; h < heads; h++) System.arraycopy(old, h * capacity * width, rows, h * grown * width, kept * width);
    return rows;
  }

  /** Of a layer's keys or values, those of the first {@code length} tokens: (kvHeads, length, headDim). */
  float[] first(float[] rows, int length) {
    var first = new float[heads * length * width];
    for (int h = 0; h < heads; h++) System.arraycopy(rows, at(h, 0), first, h * length * width, length * width);
    return first;
  }

  /** Sets a layer's keys and values of the first {@code length} tokens, for which there is room. */
  void put(int layer, float[] firstKeys, float[] firstValues, int length) {
    for (int h = 0; h < heads; h++) {
      System.arraycopy(firstKeys, h * length * width, keys[layer], at(h, 0), length * width);
      System.arraycopy(firstValues, h * length * width, values[layer], at(h, 0), length * width);
    }
  }

  float[] keys(int layer) {
    return keys[layer];
  }

  float[] values(int layer) {
    return values[layer];
  }

  /** Where the token at {@code position} stands in the arrays of a head. */
  int at(int head, int position) {
    return (head * capacity + position) * width;
  }

  int capacity() {
    return capacity;
  }
}
