package org.vitrail.llm.token.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.vitrail.llm.token.regex.Program.Consume;
import org.vitrail.llm.token.regex.Program.Fork;
import org.vitrail.llm.token.regex.Program.Match;
import org.vitrail.llm.token.regex.Program.Require;

/**
 * A regular expression that matches as backtracking engines do, earlier alternatives first, but reads each character
 * once: a deterministic automaton whose states, ordered lists of threads, are made when first reached (Thompson 1968).
 * No text makes it slow or deep. Threads may share one.
 */
public final class Regex {
  /** No match may depend on a character farther behind its end. */
  private static final int FARTHEST = 1000;
  private static final int MOST_STATES = 5000;

  /** @param threads steps that wait for the next character; {@code matched} if one matched before the last character */
  private record State(int[] threads, boolean matched, State[] next) {}

  private record Key(String threads, boolean matched) {}

  private final Program program;
  private final Alphabet alphabet;
  private final Map<Key, State> states = new HashMap<>();
  private volatile State start;

  private Regex(Program program) {
    this.program = program;
    alphabet = new Alphabet(program.atoms);
    start = state(new int[] {0}, false);
  }

  /**
   * @throws IllegalArgumentException if the expression is wrong or uses what is not supported; the message says where
   */
  public static Regex of(String pattern) {
    return new Regex(new Program(new Parser(pattern).parse()));
  }

  /** The end of the match that begins at {@code from}; {@code from} itself if there is none or it is empty. */
  public int match(String text, int from) {
    var state = start;
    int end = from;
    for (int i = from; ; ) {
      boolean isEnd = i >= text.length();
      int c = isEnd ? 0 : text.charAt(i);
      if (Character.isHighSurrogate((char) c)) c = text.codePointAt(i);
      int symbol = isEnd ? alphabet.end() : alphabet.classOf(c);
      var next = state.next[symbol];
      state = next != null ? next : step(state, symbol);
      if (state.matched) end = i;
      if (isEnd || state.threads.length == 0 || i - end > FARTHEST) return end;
      i += c < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 1 : 2;
    }
  }

  /** Hears of each match, from left to right. */
  @FunctionalInterface
  public interface Matches {
    void at(int from, int to);
  }

  /** Finds all matches that do not overlap and are not empty. */
  public void find(String text, Matches matches) {
    for (int i = 0; i < text.length(); ) {
      int end = match(text, i);
      if (end > i) matches.at(i, end);
      i = end > i ? end : text.offsetByCodePoints(i, 1);
    }
  }

  /** {@code text} with {@code replacement} in place of each match. */
  public String replace(String text, String replacement) {
    var result = new StringBuilder();
    var copied = new int[1];
    find(text, (from, to) -> {
      result.append(text, copied[0], from).append(replacement);
      copied[0] = to;
    });
    return copied[0] == 0 ? text : result.append(text, copied[0], text.length()).toString();
  }

  private synchronized State step(State state, int symbol) {
    var seen = new BitSet();
    var next = new int[program.steps.size()];
    int size = 0;
    boolean matched = false;
    var waiting = new int[2 * program.steps.size() + 2];
    threads:
    for (int thread : state.threads) {
      int depth = 0;
      waiting[depth++] = thread;
      while (depth > 0) {
        int at = waiting[--depth];
        if (seen.get(at)) continue;
        seen.set(at);
        switch (program.steps.get(at)) {
          case Fork fork -> {
            waiting[depth++] = fork.second();
            waiting[depth++] = fork.first();
          }
          case Require require -> {
            boolean holds = symbol == alphabet.end() ? require.orEnd() : alphabet.isIn(symbol, require.atom());
            if (holds) waiting[depth++] = at + 1;
          }
          case Consume consume -> {
            if (alphabet.isIn(symbol, consume.atom())) next[size++] = at + 1;
          }
          case Match _ -> {
            matched = true;
            break threads;
          }
        }
      }
    }
    return state.next[symbol] = state(Arrays.copyOf(next, size), matched);
  }

  private State state(int[] threads, boolean matched) {
    if (states.size() >= MOST_STATES) {
      states.clear();
      start = new State(new int[] {0}, false, new State[alphabet.size()]);
    }
    return states.computeIfAbsent(new Key(Arrays.toString(threads), matched),
        _ -> new State(threads, matched, new State[alphabet.size()]));
  }
}
