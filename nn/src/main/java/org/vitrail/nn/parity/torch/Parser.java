package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SequencedMap;
import org.vitrail.nn.parity.torch.Lexer.Kind;
import org.vitrail.nn.parity.torch.Lexer.Token;

/** Reads an expression by recursive descent: one method for each level of Python's precedence, loosest first. */
final class Parser {
  private static final int DEEPEST = 200;
  private static final Set<String> COMPARISONS = Set.of("<", ">", "<=", ">=", "==", "!=");
  /** Left-associative signs, each level binding tighter than the one before. */
  private static final List<Set<String>> LEVELS = List.of(
      COMPARISONS, Set.of("|"), Set.of("&"), Set.of("+", "-"), Set.of("*", "/", "//", "%", "@"));

  private final String text;
  private final List<Token> tokens;
  private int next;
  private int depth;

  private Parser(String text) {
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  static Expression parse(String text) {
    var parser = new Parser(text);
    var expression = parser.expression();
    if (parser.peek().kind() != Kind.END) throw parser.wrong("expected the end, found '" + parser.peek().text() + "'");
    return expression;
  }

  private Expression expression() {
    if (++depth > DEEPEST) throw wrong("more than " + DEEPEST + " levels of nesting");
    var expression = peek().text().equals("lambda") ? lambda() : binary(0);
    depth--;
    return expression;
  }

  private Expression lambda() {
    take();
    var parameters = new ArrayList<String>();
    while (!isNext(":")) {
      parameters.add(name());
      if (!skip(",")) break;
    }
    expect(":");
    return new Expression.Lambda(parameters, expression());
  }

  private Expression binary(int level) {
    if (level == LEVELS.size()) return prefix();
    var left = binary(level + 1);
    while (peek().kind() == Kind.SIGN && LEVELS.get(level).contains(peek().text())) {
      left = new Expression.Binary(take().text(), left, binary(level + 1));
      if (level == 0 && COMPARISONS.contains(peek().text())) throw wrong("chained comparisons are not understood");
    }
    return left;
  }

  private Expression prefix() {
    if (!isNext("-") && !isNext("+") && !isNext("~")) return power();
    if (++depth > DEEPEST) throw wrong("more than " + DEEPEST + " levels of nesting");
    var unary = new Expression.Unary(take().text(), prefix());
    depth--;
    return unary;
  }

  private Expression power() {
    var base = postfix();
    return skip("**") ? new Expression.Binary("**", base, prefix()) : base;
  }

  private Expression postfix() {
    var e = atom();
    while (true) {
      if (skip(".")) e = new Expression.Attribute(e, name());
      else if (skip("(")) e = call(e);
      else if (skip("[")) e = new Expression.Subscript(e, subscript());
      else return e;
    }
  }

  private Expression call(Expression function) {
    var positional = new ArrayList<Expression>();
    SequencedMap<String, Expression> keywords = new LinkedHashMap<>();
    while (!isNext(")")) {
      boolean named = peek().kind() == Kind.NAME && tokens.get(next + 1).text().equals("=");
      if (named) {
        var name = name();
        expect("=");
        if (keywords.put(name, expression()) != null) throw wrong("'" + name + "' is given twice");
      } else if (keywords.isEmpty()) {
        positional.add(expression());
      } else {
        throw wrong("an argument without a name follows one with a name");
      }
      if (!skip(",")) break;
    }
    expect(")");
    return new Expression.Call(function, positional, keywords);
  }

  private Expression subscript() {
    var places = new ArrayList<Expression>();
    boolean several = false;
    do {
      if (isNext("]")) break;
      places.add(place());
      several |= isNext(",");
    } while (skip(","));
    expect("]");
    if (places.isEmpty()) throw wrong("nothing between the brackets");
    return several ? new Expression.Sequence(places) : places.getFirst();
  }

  private Expression place() {
    var start = isNext(":") ? null : expression();
    if (!skip(":")) return start;
    var stop = endsPlace() || isNext(":") ? null : expression();
    var step = skip(":") && !endsPlace() ? expression() : null;
    return new Expression.Slice(start, stop, step);
  }

  private boolean endsPlace() {
    return isNext(",") || isNext("]");
  }

  private Expression atom() {
    var token = take();
    return switch (token.kind()) {
      case NUMBER -> new Expression.Literal(number(token));
      case STRING -> new Expression.Literal(token.text().substring(1, token.text().length() - 1));
      case NAME -> switch (token.text()) {
        case "True" -> new Expression.Literal(true);
        case "False" -> new Expression.Literal(false);
        case "None" -> new Expression.Literal(null);
        default -> new Expression.Name(token.text());
      };
      case SIGN -> switch (token.text()) {
        case "..." -> new Expression.Literal(Places.ELLIPSIS);
        case "(" -> elements(")", false);
        case "[" -> elements("]", true);
        default -> throw wrong(token, "'" + token.text() + "' begins no expression");
      };
      case END -> throw wrong(token, "an expression is missing");
    };
  }

  private Object number(Token token) {
    try {
      return token.text().matches("\\d+") ? (Object) Long.valueOf(token.text()) : Double.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw wrong(token, "the number is too large");
    }
  }

  /** A list, a tuple, or an expression in parentheses. */
  private Expression elements(String end, boolean isList) {
    var elements = new ArrayList<Expression>();
    boolean several = isList;
    while (!isNext(end)) {
      elements.add(expression());
      several |= isNext(",");
      if (!skip(",")) break;
    }
    expect(end);
    return several || elements.isEmpty() ? new Expression.Sequence(elements) : elements.getFirst();
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    var token = tokens.get(next);
    if (token.kind() != Kind.END) next++;
    return token;
  }

  private boolean isNext(String sign) {
    return peek().kind() == Kind.SIGN && peek().text().equals(sign);
  }

  private boolean skip(String sign) {
    boolean found = isNext(sign);
    if (found) next++;
    return found;
  }

  private void expect(String sign) {
    if (!skip(sign)) throw wrong("expected '" + sign + "', found '" + peek().text() + "'");
  }

  private String name() {
    if (peek().kind() != Kind.NAME) throw wrong("expected a name, found '" + peek().text() + "'");
    return take().text();
  }

  private SyntaxException wrong(String problem) {
    return wrong(peek(), problem);
  }

  private SyntaxException wrong(Token token, String problem) {
    return new SyntaxException(text, token.at(), problem);
  }
}
