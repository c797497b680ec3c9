package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An expression in the part of Python that tensor programs are written in. Its values are Java's: {@code Long},
 * {@code Double}, {@code Boolean}, {@code String}, {@code List} for tuples and lists, {@code null} for None, tensors,
 * {@link Mask}, {@link Callable}, {@link Module}, {@link Places}.
 */
sealed interface Expression {
  /** The value where {@code names} have theirs. */
  Object evaluate(Map<String, Object> names);

  /** A number, a string, True, False, None or "...". */
  record Literal(Object value) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      return value;
    }
  }

  record Name(String name) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      if (!names.containsKey(name)) throw new UnsupportedOperationException("there is no '" + name + "'");
      return names.get(name);
    }
  }

  /** A tuple or a list. */
  record Sequence(List<Expression> elements) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      var values = new ArrayList<>();
      for (var element : elements) values.add(element.evaluate(names));
      return values;
    }
  }

  /** {@code of.name}. */
  record Attribute(Expression of, String name) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      return Attributes.of(of.evaluate(names), name);
    }
  }

  /** {@code function(positional, keyword=value)}. */
  record Call(Expression function, List<Expression> positional, SequencedMap<String, Expression> keywords)
      implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      if (!(function.evaluate(names) instanceof Callable callable)) {
        throw new UnsupportedOperationException("what is called is no function");
      }
      var values = new ArrayList<>();
      for (var argument : positional) values.add(argument.evaluate(names));
      var named = new LinkedHashMap<String, Object>();
      keywords.forEach((name, argument) -> named.put(name, argument.evaluate(names)));
      return callable.call(values, named);
    }
  }

  /** {@code of[index]}; several indices are a {@link Sequence}. */
  record Subscript(Expression of, Expression index) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      return Subscripts.of(of.evaluate(names), index.evaluate(names));
    }
  }

  /** {@code start:stop:step} inside a subscript; parts left out are null. */
  record Slice(Expression start, Expression stop, Expression step) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      return new Places(part(start, names), part(stop, names), part(step, names));
    }

    private static Integer part(Expression e, Map<String, Object> names) {
      var value = e == null ? null : e.evaluate(names);
      return value == null ? null : Values.integer(value);
    }
  }

  record Unary(String sign, Expression operand) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      return Operators.unary(sign, operand.evaluate(names));
    }
  }

  record Binary(String sign, Expression left, Expression right) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      return Operators.binary(sign, left.evaluate(names), right.evaluate(names));
    }
  }

  record Lambda(List<String> parameters, Expression body) implements Expression {
    @Override public Object evaluate(Map<String, Object> names) {
      return (Callable) (positional, keywords) -> {
        if (positional.size() != parameters.size() || !keywords.isEmpty()) {
          throw new IllegalArgumentException("a lambda of " + parameters + " got " + positional.size() + " arguments");
        }
        var inner = new HashMap<>(names);
        for (int i = 0; i < positional.size(); i++) inner.put(parameters.get(i), positional.get(i));
        return body.evaluate(inner);
      };
    }
  }
}
