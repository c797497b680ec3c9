package org.vitrail.llm.generate.constrain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Runs a machine. A state is the set of all places where a text can stand, each with the stack of places to come back
 * to; states and what follows them are found when they are first asked for and kept, so that a machine without calls
 * becomes a deterministic automaton as far as it is used. When many are kept all are forgotten.
 */
final class Automaton {
  private static final int MOST_STATES = 20_000;

  /** A stack of nodes to come back to. Equal stacks are the same object. */
  private static final class Stack {
    private final int node;
    private final Stack below;
    private final Map<Integer, Stack> above = new HashMap<>();

    Stack(int node, Stack below) {
      this.node = node;
      this.below = below;
    }

    Stack push(int returnTo) {
      return above.computeIfAbsent(returnTo, node -> new Stack(node, this));
    }
  }

  private record Place(int node, Stack stack) {}

  /** Where a text stands. */
  final class State {
    private final Set<Place> places;
    private final boolean complete;
    private State[] next;

    private State(Set<Place> places, boolean complete) {
      this.places = places;
      this.complete = complete;
    }

    /** Whether the text may end here. */
    boolean isComplete() {
      return complete;
    }

    /** The state after one more byte, 0 to 255; null if no text goes on with it. */
    State after(int b) {
      if (next == null) next = new State[256];
      if (next[b] == null) next[b] = step(this, b);
      return next[b] == dead ? null : next[b];
    }
  }

  private final Machine machine;
  private final Map<Set<Place>, State> states = new HashMap<>();
  private final State dead = new State(Set.of(), false);
  private final State start;

  Automaton(Machine machine) {
    this.machine = machine;
    var places = new HashSet<Place>();
    boolean complete = reach(machine.start(0), new Stack(-1, null), places, new HashSet<>());
    start = new State(places, complete);
  }

  State start() {
    return start;
  }

  private State step(State from, int b) {
    var places = new HashSet<Place>();
    var seen = new HashSet<Place>();
    boolean complete = false;
    for (var place : from.places) {
      for (var edge : machine.edges(place.node)) {
        if (edge instanceof Machine.Bytes(int low, int high, int to) && low <= b && b <= high) {
          complete |= reach(to, place.stack, places, seen);
        }
      }
    }
    if (places.isEmpty() && !complete) return dead;
    if (states.size() == MOST_STATES) forget();
    boolean ends = complete;
    return states.computeIfAbsent(ended(places, complete), key -> new State(places, ends));
  }

  /** Sets of places of which one state may end and the other not are told apart by a place of its own. */
  private static Set<Place> ended(Set<Place> places, boolean complete) {
    if (!complete) return places;
    var key = new HashSet<>(places);
    key.add(new Place(-1, null));
    return key;
  }

  private void forget() {
    for (var state : states.values()) state.next = null;
    states.clear();
  }

  /** Adds all places with a byte to take that can be reached without one; returns whether the text can end there. */
  private boolean reach(int node, Stack stack, Set<Place> places, Set<Place> seen) {
    if (!machine.isProductive(node)) return false;
    var place = new Place(node, stack);
    if (!seen.add(place)) return false;
    boolean complete = false;
    for (var edge : machine.edges(node)) {
      switch (edge) {
        case Machine.Bytes b -> {
          if (machine.isProductive(b.to())) places.add(place);
        }
        case Machine.Empty(int to) -> complete |= reach(to, stack, places, seen);
        case Machine.Call(int rule, int to) -> {
          if (machine.isProductive(to)) complete |= reach(machine.start(rule), stack.push(to), places, seen);
        }
      }
    }
    if (!machine.isEnd(node)) return complete;
    return stack.below == null || complete | reach(stack.node, stack.below, places, seen);
  }
}
