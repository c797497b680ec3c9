package org.vitrail.llm.generate.constrain;

import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import org.vitrail.llm.token.Tokenizer;

/** The tokens of a vocabulary by their bytes: tokens with a common beginning share a path from the root. */
final class TokenTrie {
  private static final Map<Tokenizer, TokenTrie> KNOWN = new WeakHashMap<>();
  private static final int NONE = -1;

  private final int tokens;
  private int nodes = 1;
  private int[] label = new int[1024];
  private int[] firstChild = new int[1024];
  private int[] sibling = new int[1024];
  private int[] firstToken = new int[1024];
  private final int[] sameBytes;

  /** The trie of a tokenizer, built once. */
  static TokenTrie of(Tokenizer tokenizer) {
    synchronized (KNOWN) {
      return KNOWN.computeIfAbsent(tokenizer, TokenTrie::new);
    }
  }

  private TokenTrie(Tokenizer tokenizer) {
    tokens = tokenizer.size();
    sameBytes = new int[tokens];
    firstChild[0] = sibling[0] = firstToken[0] = NONE;
    var bytes = IntStream.range(0, tokens).mapToObj(tokenizer::bytes).toArray(byte[][]::new);
    var order = IntStream.range(0, tokens).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b]));
    for (int token : order) if (bytes[token].length > 0) add(token, bytes[token]);
  }

  /** Adds a token; those before it are less, so that a path to share is always the newest. */
  private void add(int token, byte[] bytes) {
    int node = 0;
    for (byte b : bytes) {
      int child = firstChild[node];
      node = child != NONE && label[child] == (b & 0xFF) ? child : child(node, b & 0xFF);
    }
    sameBytes[token] = firstToken[node];
    firstToken[node] = token;
  }

  private int child(int parent, int b) {
    if (nodes == label.length) {
      label = Arrays.copyOf(label, 2 * nodes);
      firstChild = Arrays.copyOf(firstChild, 2 * nodes);
      sibling = Arrays.copyOf(sibling, 2 * nodes);
      firstToken = Arrays.copyOf(firstToken, 2 * nodes);
    }
    label[nodes] = b;
    firstChild[nodes] = firstToken[nodes] = NONE;
    sibling[nodes] = firstChild[parent];
    firstChild[parent] = nodes;
    return nodes++;
  }

  /** The tokens that may follow {@code state}, a bit for each. */
  long[] allowed(Automaton.State state) {
    var bits = new long[(tokens + 63) / 64];
    walk(0, state, bits);
    return bits;
  }

  private void walk(int node, Automaton.State state, long[] bits) {
    for (int child = firstChild[node]; child != NONE; child = sibling[child]) {
      var after = state.after(label[child]);
      if (after == null) continue;
      for (int token = firstToken[child]; token != NONE; token = sameBytes[token]) bits[token >> 6] |= 1L << token;
      walk(child, after, bits);
    }
  }
}
