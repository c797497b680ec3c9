package org.vitrail.llm.generate.constrain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A pushdown automaton over bytes: the nodes and edges of some rules, of which the first is what a text has to follow.
 * An edge takes a byte, or nothing, or follows another rule and comes back. Without such calls it is a plain automaton.
 */
final class Machine {
  private static final int MOST_NODES = 200_000;

  sealed interface Edge {
    int to();
  }

  record Bytes(int low, int high, int to) implements Edge {}

  record Empty(int to) implements Edge {}

  record Call(int rule, int to) implements Edge {}

  private final List<List<Edge>> edges = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final BitSet ends = new BitSet();
  private final BitSet productive = new BitSet();

  /** A new node without edges. */
  int node() {
    if (edges.size() == MOST_NODES) {
      throw new IllegalArgumentException("the constraint is too large: it needs more than " + MOST_NODES
          + " states; make its repetitions shorter");
    }
    edges.add(new ArrayList<>(2));
    return edges.size() - 1;
  }

  void bytes(int from, int low, int high, int to) {
    edges.get(from).add(new Bytes(low, high, to));
  }

  void empty(int from, int to) {
    edges.get(from).add(new Empty(to));
  }

  void call(int from, int rule, int to) {
    edges.get(from).add(new Call(rule, to));
  }

  /** A new rule, to be defined later. */
  int rule() {
    starts.add(node());
    return starts.size() - 1;
  }

  void define(int rule, Part part) {
    ends.set(part.add(this, starts.get(rule)));
  }

  int start(int rule) {
    return starts.get(rule);
  }

  boolean isEnd(int node) {
    return ends.get(node);
  }

  List<Edge> edges(int node) {
    return edges.get(node);
  }

  /** Whether the end of its rule can be reached from {@code node}. */
  boolean isProductive(int node) {
    return productive.get(node);
  }

  /** Ends the construction: finds out which nodes lead to an end, and refuses what never does or never begins. */
  Machine seal() {
    productive.or(ends);
    for (boolean changed = true; changed;) {
      changed = false;
      for (int node = edges.size() - 1; node >= 0; node--) {
        if (productive.get(node) || edges.get(node).stream().noneMatch(this::leadsOn)) continue;
        productive.set(node);
        changed = true;
      }
    }
    if (!productive.get(starts.getFirst())) throw new IllegalArgumentException("no text satisfies the constraint");
    var innocent = new HashSet<Integer>();
    for (int rule = 0; rule < starts.size(); rule++) refuseLeftRecursion(rule, new HashSet<>(), innocent);
    return this;
  }

  private boolean leadsOn(Edge edge) {
    return productive.get(edge.to()) && !(edge instanceof Call call && !productive.get(starts.get(call.rule)));
  }

  /** A rule that can call itself before it takes a byte would do so for ever. */
  private void refuseLeftRecursion(int rule, Set<Integer> callers, Set<Integer> innocent) {
    if (innocent.contains(rule)) return;
    if (!callers.add(rule)) {
      throw new IllegalArgumentException("the constraint refers to itself with nothing in between");
    }
    for (int called : firstCalls(starts.get(rule), new HashSet<>(), new HashSet<>())) {
      refuseLeftRecursion(called, callers, innocent);
    }
    callers.remove(rule);
    innocent.add(rule);
  }

  private Set<Integer> firstCalls(int node, Set<Integer> seen, Set<Integer> calls) {
    if (!seen.add(node)) return calls;
    for (var edge : edges.get(node)) {
      if (edge instanceof Empty(int to)) firstCalls(to, seen, calls);
      if (edge instanceof Call call) calls.add(call.rule);
    }
    return calls;
  }
}
