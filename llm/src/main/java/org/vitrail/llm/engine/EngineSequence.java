package org.vitrail.llm.engine;

import java.util.Arrays;
import java.util.Objects;
import org.vitrail.llm.generate.Sequence;

/** A sequence of an {@link Engine}. */
final class EngineSequence implements Sequence {
  private final Engine engine;
  private final KeyValues cache;
  private int[] tokens;
  private int length;

  EngineSequence(Engine engine, KeyValues cache) {
    this(engine, cache, new int[64], 0);
  }

  /** One that has read the first {@code length} of {@code tokens}. */
  EngineSequence(Engine engine, KeyValues cache, int[] tokens, int length) {
    this.engine = engine;
    this.cache = cache;
    this.tokens = tokens;
    this.length = length;
  }

  Engine engine() {
    return engine;
  }

  KeyValues cache() {
    return cache;
  }

  /** Makes room for {@code more} tokens. */
  void reach(int more) {
    cache.reach(length + more, length, engine.context());
    if (length + more > tokens.length) tokens = Arrays.copyOf(tokens, Math.max(length + more, 2 * tokens.length));
  }

  /** Takes note of a token that is about to be read; returns its position. */
  int append(int token) {
    tokens[length] = token;
    return length++;
  }

  @Override public int length() {
    return length;
  }

  @Override public int token(int i) {
    return tokens[Objects.checkIndex(i, length)];
  }

  @Override public float[] read(int... read) {
    return engine.read(this, read);
  }

  @Override public float[][] readAll(int... read) {
    return engine.readAll(this, read);
  }

  @Override public void truncate(int length) {
    if (length < 0 || length > this.length) {
      throw new IllegalArgumentException("a sequence of " + this.length + " tokens cannot be cut to " + length);
    }
    this.length = length;
  }

  @Override public Sequence fork() {
    return new EngineSequence(engine, cache.copy(), tokens.clone(), length);
  }
}
