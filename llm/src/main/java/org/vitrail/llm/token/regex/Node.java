package org.vitrail.llm.token.regex;

import java.util.List;

/** A regular expression as a tree. */
sealed interface Node {
  Node EMPTY = new Sequence(List.of());

  /** One character of a set. */
  record One(CodePoints set) implements Node {}

  record Sequence(List<Node> parts) implements Node {}

  /** The first of the alternatives that leads to a match. */
  record Choice(List<Node> alternatives) implements Node {}

  /** @param most −1 for no bound */
  record Repeat(Node node, int least, int most, boolean lazy) implements Node {}

  /** Whether the next character is one of a set, or the end if that counts; it is not consumed. */
  record Next(CodePoints set, boolean orEnd) implements Node {}
}
