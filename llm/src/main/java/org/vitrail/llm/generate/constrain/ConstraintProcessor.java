package org.vitrail.llm.generate.constrain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.token.Tokenizer;

/** Rules out what a {@link Constraint} forbids. The text may go back and on again, as with beams or a draft. */
public final class ConstraintProcessor implements Processor {
  private final Constraint constraint;
  private final Tokenizer tokenizer;
  private final BitSet ends;
  /** What has been followed: {@code states.get(i)} is the state after the first i tokens chosen. */
  private final List<Automaton.State> states = new ArrayList<>();
  private final History followed = History.of();

  ConstraintProcessor(Constraint constraint, Tokenizer tokenizer, BitSet ends) {
    this.constraint = constraint;
    this.tokenizer = tokenizer;
    this.ends = ends;
    states.add(constraint.start());
  }

  @Override public void process(History history, float[] scores) {
    var state = follow(history);
    if (state == null) throw new IllegalArgumentException("the text breaks the constraint already");
    var allowed = constraint.allowed(state);
    boolean any = state.isComplete();
    for (long word : allowed) any |= word != 0;
    if (!any) throw new IllegalArgumentException("the vocabulary has no token for what the constraint asks for next");
    for (int token = 0; token < scores.length; token++) {
      boolean fits = ends.get(token) ? state.isComplete()
          : token < allowed.length << 6 && (allowed[token >> 6] >>> token & 1) != 0;
      if (!fits) scores[token] = Float.NEGATIVE_INFINITY;
    }
  }

  /** Whether the text chosen so far satisfies the constraint. */
  public boolean isComplete(History history) {
    var state = follow(history);
    return state != null && state.isComplete();
  }

  /** The state after all tokens chosen; null if they break the constraint. */
  private Automaton.State follow(History history) {
    int common = 0;
    int most = Math.min(followed.size(), history.chosen());
    while (common < most && followed.get(common) == history.get(history.prompt() + common)) common++;
    followed.truncate(common);
    while (states.size() > common + 1) states.removeLast();
    for (int i = common; i < history.chosen(); i++) {
      int token = history.get(history.prompt() + i);
      followed.add(token);
      states.add(ends.get(token) ? states.getLast() : after(states.getLast(), tokenizer.bytes(token)));
    }
    return states.getLast();
  }

  private static Automaton.State after(Automaton.State state, byte[] bytes) {
    for (byte b : bytes) {
      if (state == null) return null;
      state = state.after(b & 0xFF);
    }
    return state;
  }
}
