package org.vitrail.llm.chat;

import java.util.List;
import java.util.Map;

/** Something with a value. */
sealed interface Expression {
  record Literal(Object value) implements Expression {}

  record Name(String name) implements Expression {}

  record ListOf(List<Expression> elements) implements Expression {}

  record DictOf(List<Expression> keys, List<Expression> values) implements Expression {}

  record Attribute(Expression of, String name) implements Expression {}

  record Item(Expression of, Expression key) implements Expression {}

  /** Bounds are null where they are left out. */
  record Slice(Expression of, Expression from, Expression to, Expression step) implements Expression {}

  record Call(Expression function, Arguments arguments) implements Expression {}

  record Filter(Expression value, String name, Arguments arguments) implements Expression {}

  record Test(Expression value, String name, Arguments arguments) implements Expression {}

  record Not(Expression value) implements Expression {}

  record Minus(Expression value) implements Expression {}

  record Binary(String operator, Expression left, Expression right) implements Expression {}

  /** @param otherwise null for nothing */
  record Conditional(Expression test, Expression then, Expression otherwise) implements Expression {}

  record Arguments(List<Expression> positional, Map<String, Expression> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());
  }
}
