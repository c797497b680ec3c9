package org.vitrail.llm.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of expressions. */
final class Evaluator {
  private final Budget budget;

  Evaluator(Budget budget) {
    this.budget = budget;
  }

  Object value(Expression expression, Scope scope) {
    budget.step();
    return switch (expression) {
      case Expression.Literal(var value) -> value;
      case Expression.Name(var name) -> scope.get(name);
      case Expression.ListOf(var elements) -> values(elements, scope);
      case Expression.DictOf dict -> dict(dict, scope);
      case Expression.Attribute(var of, var name) -> Python.item(value(of, scope), name);
      case Expression.Item(var of, var key) -> Python.item(value(of, scope), value(key, scope));
      case Expression.Slice(var of, var from, var to, var step) ->
          made(Python.slice(value(of, scope), optional(from, scope), optional(to, scope), optional(step, scope)));
      case Expression.Call call -> call(call, scope);
      case Expression.Filter(var of, var name, var arguments) ->
          made(Filters.apply(name, value(of, scope), values(arguments.positional(), scope), named(arguments, scope)));
      case Expression.Test(var of, var name, var arguments) ->
          Predicates.test(name, value(of, scope), values(arguments.positional(), scope));
      case Expression.Not(var of) -> !Python.truth(value(of, scope));
      case Expression.Minus(var of) -> Python.arithmetic("-", 0L, value(of, scope));
      case Expression.Binary binary -> binary(binary, scope);
      case Expression.Conditional(var test, var then, var otherwise) -> Python.truth(value(test, scope))
          ? value(then, scope)
          : otherwise == null ? new Undefined("the value of an if without else") : value(otherwise, scope);
    };
  }

  private Object optional(Expression expression, Scope scope) {
    return expression == null ? null : value(expression, scope);
  }

  private List<Object> values(List<Expression> expressions, Scope scope) {
    var values = new ArrayList<Object>(expressions.size());
    for (var expression : expressions) values.add(value(expression, scope));
    return values;
  }

  private Map<String, Object> named(Expression.Arguments arguments, Scope scope) {
    var values = new LinkedHashMap<String, Object>();
    arguments.named().forEach((name, expression) -> values.put(name, value(expression, scope)));
    return values;
  }

  private Object dict(Expression.DictOf dict, Scope scope) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < dict.keys().size(); i++) {
      map.put(Python.text(value(dict.keys().get(i), scope)), value(dict.values().get(i), scope));
    }
    return map;
  }

  private Object call(Expression.Call call, Scope scope) {
    var arguments = values(call.arguments().positional(), scope);
    if (call.function() instanceof Expression.Attribute(var of, var name)) {
      var on = value(of, scope);
      if (!(on instanceof Map<?, ?> map && map.get(name) instanceof Function))
        return made(Methods.call(on, name, arguments));
    }
    return switch (value(call.function(), scope)) {
      case Function function -> made(function.call(arguments, named(call.arguments(), scope)));
      case Undefined undefined -> throw new TemplateException("the function '" + undefined.name()
          + "' is not known in chat templates");
      case null, default -> throw new TemplateException("the chat template calls what is no function");
    };
  }

  private Object binary(Expression.Binary binary, Scope scope) {
    var left = value(binary.left(), scope);
    if (binary.operator().equals("and") && !Python.truth(left)) return left;
    if (binary.operator().equals("or") && Python.truth(left)) return left;
    var right = value(binary.right(), scope);
    return switch (binary.operator()) {
      case "and", "or" -> right;
      case "==" -> Python.same(left, right);
      case "!=" -> !Python.same(left, right);
      case "<" -> Python.compare(left, right) < 0;
      case "<=" -> Python.compare(left, right) <= 0;
      case ">" -> Python.compare(left, right) > 0;
      case ">=" -> Python.compare(left, right) >= 0;
      case "in" -> Python.contains(right, left);
      case "not in" -> !Python.contains(right, left);
      case "~" -> made(Python.text(left) + Python.text(right));
      default -> made(Python.arithmetic(binary.operator(), left, right));
    };
  }

  /** Counts what takes memory. */
  private Object made(Object value) {
    if (value instanceof String text) budget.write(text.length());
    if (value instanceof List<?> list) budget.write(list.size());
    return value;
  }
}
