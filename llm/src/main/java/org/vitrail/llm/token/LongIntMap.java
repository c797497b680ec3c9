package org.vitrail.llm.token;

/** A hash table from numbers of 64 bits, not −1, to numbers from 0; open addressing, no boxes. */
final class LongIntMap {
  private static final long FREE = -1;

  private long[] keys;
  private int[] values;
  private int size;

  LongIntMap(int expected) {
    int capacity = Integer.highestOneBit(Math.max(8, expected)) * 4;
    keys = new long[capacity];
    values = new int[capacity];
    java.util.Arrays.fill(keys, FREE);
  }

  /** The value of a key, −1 if it has none. */
  int get(long key) {
    int i = slot(key);
    return keys[i] == FREE ? -1 : values[i];
  }

  void put(long key, int value) {
    int i = slot(key);
    if (keys[i] == FREE) {
      keys[i] = key;
      size++;
    }
    values[i] = value;
    if (size * 2 > keys.length) grow();
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int i = (int) (mixed >>> 32) & mask;
    while (keys[i] != FREE && keys[i] != key) i = i + 1 & mask;
    return i;
  }

  private void grow() {
    var larger = new LongIntMap(keys.length);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) larger.put(keys[i], values[i]);
    }
    keys = larger.keys;
    values = larger.values;
  }
}
