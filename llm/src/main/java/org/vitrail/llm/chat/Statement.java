package org.vitrail.llm.chat;

import java.util.List;

/** What a template does, in order. */
sealed interface Statement {
  record Text(String text) implements Statement {}

  record Output(Expression value, int line) implements Statement {}

  /** The body of the first branch whose test holds. */
  record If(List<Branch> branches, int line) implements Statement {}

  /** @param test null for {@code else} */
  record Branch(Expression test, List<Statement> body) {}

  /** @param condition which elements count; null for all */
  record For(List<String> targets, Expression elements, Expression condition, List<Statement> body,
      List<Statement> otherwise, int line) implements Statement {}

  record Set(List<String> targets, Expression value, int line) implements Statement {}

  record SetAttribute(String namespace, String attribute, Expression value, int line) implements Statement {}

  record SetBlock(String target, List<Statement> body) implements Statement {}

  /** @param defaults by parameter, from the last one back */
  record Macro(String name, List<String> parameters, List<Expression> defaults,
      List<Statement> body) implements Statement {}

  record Group(List<Statement> body) implements Statement {}

  record Break() implements Statement {}

  record Continue() implements Statement {}
}
