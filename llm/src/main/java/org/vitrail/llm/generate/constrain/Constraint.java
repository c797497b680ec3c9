package org.vitrail.llm.generate.constrain;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrail.llm.token.Tokenizer;

/**
 * What a text has to be. Before each token all those are ruled out after which no text that satisfies the constraint is
 * possible any more (Willard and Louf 2023, arXiv 2307.09702), and the end tokens as long as the text is not complete.
 * Used by one thread at a time.
 */
public final class Constraint {
  /** What the kept sets of allowed tokens may take, in bytes. */
  private static final int KEPT = 1 << 26;

  private final Automaton automaton;
  private Map<Automaton.State, long[]> kept = Map.of();
  private TokenTrie trie;

  private Constraint(Machine machine) {
    automaton = new Automaton(machine.seal());
  }

  /**
   * Texts that match a regular expression as a whole; see {@link Regex} for what it may contain.
   *
   * @throws IllegalArgumentException in one sentence, if it is none, is too large or matches nothing
   */
  public static Constraint regex(String pattern) {
    var machine = new Machine();
    machine.define(machine.rule(), Regex.whole(pattern, Spelling.UTF8));
    return new Constraint(machine);
  }

  /** Any JSON value. */
  public static Constraint json() {
    var machine = new Machine();
    int rule = machine.rule();
    machine.define(rule, new JsonParts(machine).value());
    return new Constraint(machine);
  }

  /**
   * JSON that a schema (json-schema.org, draft 2020-12) describes; see {@link Schema} for what it may contain.
   *
   * @param schema its text
   * @throws IllegalArgumentException in one sentence, if it asks for something that is not supported or is not possible
   */
  public static Constraint jsonSchema(String schema) {
    var machine = new Machine();
    Schema.define(machine, machine.rule(), schema);
    return new Constraint(machine);
  }

  /** Follows one text, whose tokens are those of {@code tokenizer}, ended by one of {@code ends}. */
  public ConstraintProcessor processor(Tokenizer tokenizer, BitSet ends) {
    var tokens = TokenTrie.of(tokenizer);
    if (trie != tokens) {
      trie = tokens;
      int most = Math.max(16, KEPT / Math.max(1, tokenizer.size() / 8));
      kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override protected boolean removeEldestEntry(Map.Entry<Automaton.State, long[]> eldest) {
          return size() > most;
        }
      };
    }
    return new ConstraintProcessor(this, tokenizer, ends);
  }

  Automaton.State start() {
    return automaton.start();
  }

  /** The tokens that may follow {@code state}, a bit for each. */
  long[] allowed(Automaton.State state) {
    return kept.computeIfAbsent(state, trie::allowed);
  }

  /** Whether {@code text} satisfies the constraint. */
  public boolean accepts(String text) {
    var state = start();
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      if (state != null) state = state.after(b & 0xFF);
    }
    return state != null && state.isComplete();
  }
}
