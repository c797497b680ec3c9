package org.vitrail.llm.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.chat.Expression.Arguments;
import org.vitrail.llm.chat.Expression.Binary;
import org.vitrail.llm.chat.Token.Kind;

/** Reads expressions, each method those of one level of precedence. */
final class ExpressionParser {
  private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");
  private static final Map<String, Object> CONSTANTS = new LinkedHashMap<>();

  static {
    for (var truth : List.of("true", "True")) CONSTANTS.put(truth, true);
    for (var untruth : List.of("false", "False")) CONSTANTS.put(untruth, false);
    for (var none : List.of("none", "None")) CONSTANTS.put(none, null);
  }

  private final Cursor cursor;

  ExpressionParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /** An expression, or several with commas between, which are a list. */
  Expression tuple() {
    var first = expression();
    if (!cursor.at(Kind.OPERATOR, ",")) return first;
    var elements = new ArrayList<>(List.of(first));
    while (cursor.acceptOperator(",") && !cursor.at(Kind.END_BLOCK) && !cursor.at(Kind.OPERATOR, ")")) {
      elements.add(expression());
    }
    return new Expression.ListOf(elements);
  }

  Expression expression() {
    cursor.deeper();
    var value = or();
    while (cursor.acceptName("if")) {
      var test = or();
      value = new Expression.Conditional(test, value, cursor.acceptName("else") ? expression() : null);
    }
    cursor.higher();
    return value;
  }

  /** Without a condition after it, as the elements of a loop. */
  Expression or() {
    var left = and();
    while (cursor.acceptName("or")) left = new Binary("or", left, and());
    return left;
  }

  private Expression and() {
    var left = not();
    while (cursor.acceptName("and")) left = new Binary("and", left, not());
    return left;
  }

  private Expression not() {
    if (!cursor.acceptName("not")) return comparison();
    cursor.deeper();
    var value = new Expression.Not(not());
    cursor.higher();
    return value;
  }

  private Expression comparison() {
    var left = sum();
    Expression all = null;
    while (true) {
      String operator;
      if (cursor.at(Kind.OPERATOR) && COMPARISONS.contains(cursor.peek().text())) {
        operator = cursor.next().text();
      } else if (cursor.acceptName("in")) {
        operator = "in";
      } else if (cursor.at(Kind.NAME, "not") && cursor.followedBy("in")) {
        cursor.next();
        cursor.next();
        operator = "not in";
      } else {
        return all == null ? left : all;
      }
      var right = sum();
      var next = new Binary(operator, left, right);
      all = all == null ? next : new Binary("and", all, next);
      left = right;
    }
  }

  private Expression sum() {
    var left = concatenation();
    while (cursor.at(Kind.OPERATOR, "+") || cursor.at(Kind.OPERATOR, "-")) {
      left = new Binary(cursor.next().text(), left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    var left = product();
    while (cursor.acceptOperator("~")) left = new Binary("~", left, product());
    return left;
  }

  private Expression product() {
    var left = power();
    while (cursor.at(Kind.OPERATOR) && List.of("*", "/", "//", "%").contains(cursor.peek().text())) {
      left = new Binary(cursor.next().text(), left, power());
    }
    return left;
  }

  private Expression power() {
    var left = unary();
    while (cursor.acceptOperator("**")) left = new Binary("**", left, unary());
    return left;
  }

  private Expression unary() {
    cursor.deeper();
    var value = cursor.acceptOperator("-") ? new Expression.Minus(unary()) : cursor.acceptOperator("+") ? unary()
        : postfix(primary());
    cursor.higher();
    return filtered(value);
  }

  private Expression primary() {
    var token = cursor.peek();
    return switch (token.kind()) {
      case NAME -> {
        cursor.next();
        yield CONSTANTS.containsKey(token.text()) ? new Expression.Literal(CONSTANTS.get(token.text()))
            : new Expression.Name(token.text());
      }
      case STRING -> strings();
      case NUMBER -> number(cursor.next().text());
      case OPERATOR -> switch (token.text()) {
        case "(" -> parenthesised();
        case "[" -> new Expression.ListOf(list("[", "]"));
        case "{" -> dict();
        default -> throw cursor.wrong("expected a value");
      };
      default -> throw cursor.wrong("expected a value");
    };
  }

  /** Texts side by side are one. */
  private Expression strings() {
    var text = new StringBuilder();
    while (cursor.at(Kind.STRING)) text.append(cursor.next().text());
    return new Expression.Literal(text.toString());
  }

  private Expression number(String text) {
    try {
      return new Expression.Literal(text.contains(".") ? (Object) Double.parseDouble(text)
          : (Object) Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw cursor.wrong("the number " + text + " is too large");
    }
  }

  private Expression parenthesised() {
    cursor.next();
    if (cursor.acceptOperator(")")) return new Expression.ListOf(List.of());
    var value = tuple();
    cursor.expectOperator(")");
    return value;
  }

  private List<Expression> list(String open, String close) {
    cursor.expectOperator(open);
    var elements = new ArrayList<Expression>();
    while (!cursor.acceptOperator(close)) {
      elements.add(expression());
      if (!cursor.at(Kind.OPERATOR, close)) cursor.expectOperator(",");
    }
    return elements;
  }

  private Expression dict() {
    cursor.next();
    var keys = new ArrayList<Expression>();
    var values = new ArrayList<Expression>();
    while (!cursor.acceptOperator("}")) {
      keys.add(expression());
      cursor.expectOperator(":");
      values.add(expression());
      if (!cursor.at(Kind.OPERATOR, "}")) cursor.expectOperator(",");
    }
    return new Expression.DictOf(keys, values);
  }

  private Expression postfix(Expression value) {
    var result = value;
    while (true) {
      if (cursor.acceptOperator(".")) {
        result = cursor.at(Kind.NUMBER) ? new Expression.Item(result, number(cursor.next().text()))
            : new Expression.Attribute(result, cursor.name());
      } else if (cursor.acceptOperator("[")) {
        result = subscript(result);
      } else if (cursor.at(Kind.OPERATOR, "(")) {
        result = new Expression.Call(result, arguments());
      } else {
        return result;
      }
    }
  }

  private Expression subscript(Expression of) {
    var bounds = new Expression[3];
    int bound = 0;
    for (; !cursor.acceptOperator("]"); ) {
      if (!cursor.acceptOperator(":")) bounds[bound] = expression();
      else if (++bound > 2) throw cursor.wrong("a slice has at most three parts");
    }
    if (bound > 0) return new Expression.Slice(of, bounds[0], bounds[1], bounds[2]);
    if (bounds[0] == null) throw cursor.wrong("expected a key in brackets");
    return new Expression.Item(of, bounds[0]);
  }

  /** Filters and tests, which follow a value. */
  private Expression filtered(Expression value) {
    var result = value;
    while (true) {
      if (cursor.acceptOperator("|")) {
        result = new Expression.Filter(result, cursor.name(), cursor.at(Kind.OPERATOR, "(") ? arguments()
            : Arguments.NONE);
      } else if (cursor.acceptName("is")) {
        boolean negated = cursor.acceptName("not");
        var test = new Expression.Test(result, cursor.name(), testArguments());
        result = negated ? new Expression.Not(test) : test;
      } else if (cursor.at(Kind.OPERATOR, "(") && result != value) {
        result = new Expression.Call(result, arguments());
      } else {
        return result;
      }
    }
  }

  /** In parentheses, or one value without them, as in {@code is divisibleby 3}. */
  private Arguments testArguments() {
    if (cursor.at(Kind.OPERATOR, "(")) return arguments();
    boolean value = cursor.at(Kind.STRING) || cursor.at(Kind.NUMBER) || cursor.at(Kind.OPERATOR, "[")
        || cursor.at(Kind.NAME) && !List.of("else", "or", "and", "if", "is", "in",
            "not").contains(cursor.peek().text());
    return value ? new Arguments(List.of(postfix(primary())), Map.of()) : Arguments.NONE;
  }

  Arguments arguments() {
    cursor.expectOperator("(");
    var positional = new ArrayList<Expression>();
    var named = new LinkedHashMap<String, Expression>();
    while (!cursor.acceptOperator(")")) {
      var value = expression();
      if (value instanceof Expression.Name(var name) && cursor.acceptOperator("=")) named.put(name, expression());
      else positional.add(value);
      if (!cursor.at(Kind.OPERATOR, ")")) cursor.expectOperator(",");
    }
    return new Arguments(positional, named);
  }
}
