package org.vitrail.llm.token.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression as the steps of a machine with threads (Thompson 1968; Cox 2009, "Regular expression matching:
 * the virtual machine approach"). Threads are ordered: an earlier one that matches silences all later ones.
 */
final class Program {
  /** Most steps. */
  static final int LONGEST = 10_000;

  sealed interface Step {}

  /** Consumes a character of set {@code atom}, then goes on at the following step. */
  record Consume(int atom) implements Step {}

  /** Goes on at {@code first} and, with less right, at {@code second}. */
  record Fork(int first, int second) implements Step {}

  /** Goes on only where the next character is of set {@code atom}, or at the end if that counts. */
  record Require(int atom, boolean orEnd) implements Step {}

  record Match() implements Step {}

  final List<Step> steps = new ArrayList<>();
  final List<CodePoints> atoms = new ArrayList<>();

  Program(Node node) {
    add(node);
    append(new Match());
  }

  private int append(Step step) {
    if (steps.size() >= LONGEST) {
      throw new IllegalArgumentException("the regular expression is too long: it takes more than " + LONGEST
          + " steps");
    }
    steps.add(step);
    return steps.size() - 1;
  }

  private int atom(CodePoints set) {
    int i = atoms.indexOf(set);
    if (i >= 0) return i;
    atoms.add(set);
    return atoms.size() - 1;
  }

  private void add(Node node) {
    switch (node) {
      case Node.One one -> append(new Consume(atom(one.set())));
      case Node.Next next -> append(new Require(atom(next.set()), next.orEnd()));
      case Node.Sequence sequence -> sequence.parts().forEach(this::add);
      case Node.Choice choice -> add(choice.alternatives());
      case Node.Repeat repeat -> add(repeat);
    }
  }

  private void add(List<Node> alternatives) {
    var exits = new ArrayList<Integer>();
    for (var alternative : alternatives.subList(0, alternatives.size() - 1)) {
      int fork = append(null);
      add(alternative);
      exits.add(append(null));
      steps.set(fork, new Fork(fork + 1, steps.size()));
    }
    add(alternatives.getLast());
    for (int exit : exits) steps.set(exit, new Fork(steps.size(), steps.size()));
  }

  private void add(Node.Repeat repeat) {
    for (int i = 0; i < repeat.least(); i++) add(repeat.node());
    if (repeat.most() < 0) {
      int fork = append(null);
      add(repeat.node());
      append(new Fork(fork, fork));
      steps.set(fork, fork(fork + 1, steps.size(), repeat.lazy()));
    }
    var forks = new ArrayList<Integer>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      forks.add(append(null));
      add(repeat.node());
    }
    for (int fork : forks) steps.set(fork, fork(fork + 1, steps.size(), repeat.lazy()));
  }

  private static Fork fork(int inside, int after, boolean lazy) {
    return lazy ? new Fork(after, inside) : new Fork(inside, after);
  }
}
