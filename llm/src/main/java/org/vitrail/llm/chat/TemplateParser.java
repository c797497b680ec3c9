package org.vitrail.llm.chat;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.llm.chat.Token.Kind;

/** Reads the statements of a template. */
final class TemplateParser {
  private final Cursor cursor;
  private final ExpressionParser expressions;

  private TemplateParser(List<Token> tokens) {
    cursor = new Cursor(tokens);
    expressions = new ExpressionParser(cursor);
  }

  static List<Statement> parse(String template) {
    var parser = new TemplateParser(Lexer.tokens(template));
    var statements = parser.body();
    if (!parser.cursor.at(Kind.END)) throw parser.cursor.wrong("a tag closes what is not open");
    return statements;
  }

  /** Up to the end or a tag that is named in {@code ends}, whose beginning is consumed. */
  private List<Statement> body(String... ends) {
    cursor.deeper();
    var statements = new ArrayList<Statement>();
    while (true) {
      var token = cursor.peek();
      if (token.kind() == Kind.TEXT) {
        statements.add(new Statement.Text(cursor.next().text()));
      } else if (token.kind() == Kind.BEGIN_OUTPUT) {
        cursor.next();
        statements.add(new Statement.Output(expressions.tuple(), token.line()));
        cursor.expect(Kind.END_OUTPUT, "");
      } else if (token.kind() == Kind.BEGIN_BLOCK) {
        cursor.next();
        if (List.of(ends).contains(cursor.peek().text())) break;
        statements.add(block());
      } else if (ends.length > 0) {
        throw cursor.wrong("expected {% " + ends[ends.length - 1] + " %}");
      } else {
        break;
      }
    }
    cursor.higher();
    return statements;
  }

  private void endTag(String name) {
    cursor.expect(Kind.NAME, name);
    cursor.expect(Kind.END_BLOCK, "");
  }

  private Statement block() {
    int line = cursor.peek().line();
    var name = cursor.name();
    return switch (name) {
      case "if" -> branches(line);
      case "for" -> loop(line);
      case "set" -> set(line);
      case "macro" -> macro();
      case "generation" -> {
        cursor.expect(Kind.END_BLOCK, "");
        var body = body("endgeneration");
        endTag("endgeneration");
        yield new Statement.Group(body);
      }
      case "break" -> {
        cursor.expect(Kind.END_BLOCK, "");
        yield new Statement.Break();
      }
      case "continue" -> {
        cursor.expect(Kind.END_BLOCK, "");
        yield new Statement.Continue();
      }
      default -> throw new TemplateException(line, "the tag {% " + name
          + " %} is not supported or does not belong here");
    };
  }

  private Statement branches(int line) {
    var branches = new ArrayList<Statement.Branch>();
    var test = expressions.tuple();
    while (true) {
      cursor.expect(Kind.END_BLOCK, "");
      branches.add(new Statement.Branch(test, test == null ? body("endif") : body("elif", "else", "endif")));
      if (cursor.acceptName("elif")) {
        test = expressions.tuple();
      } else if (cursor.acceptName("else")) {
        test = null;
      } else {
        endTag("endif");
        return new Statement.If(branches, line);
      }
    }
  }

  private Statement loop(int line) {
    var targets = targets();
    cursor.expect(Kind.NAME, "in");
    var elements = expressions.or();
    var condition = cursor.acceptName("if") ? expressions.expression() : null;
    cursor.expect(Kind.END_BLOCK, "");
    var body = body("else", "endfor");
    List<Statement> otherwise = List.of();
    if (cursor.acceptName("else")) {
      cursor.expect(Kind.END_BLOCK, "");
      otherwise = body("endfor");
    }
    endTag("endfor");
    return new Statement.For(targets, elements, condition, body, otherwise, line);
  }

  private List<String> targets() {
    boolean parenthesised = cursor.acceptOperator("(");
    var targets = new ArrayList<>(List.of(cursor.name()));
    while (cursor.acceptOperator(",")) targets.add(cursor.name());
    if (parenthesised) cursor.expectOperator(")");
    return targets;
  }

  private Statement set(int line) {
    var targets = targets();
    if (cursor.acceptOperator(".")) {
      var attribute = cursor.name();
      cursor.expectOperator("=");
      var value = expressions.tuple();
      cursor.expect(Kind.END_BLOCK, "");
      return new Statement.SetAttribute(targets.getFirst(), attribute, value, line);
    }
    if (cursor.acceptOperator("=")) {
      var value = expressions.tuple();
      cursor.expect(Kind.END_BLOCK, "");
      return new Statement.Set(targets, value, line);
    }
    cursor.expect(Kind.END_BLOCK, "");
    var body = body("endset");
    endTag("endset");
    return new Statement.SetBlock(targets.getFirst(), body);
  }

  private Statement macro() {
    var name = cursor.name();
    var parameters = new ArrayList<String>();
    var defaults = new ArrayList<Expression>();
    cursor.expectOperator("(");
    while (!cursor.acceptOperator(")")) {
      parameters.add(cursor.name());
      if (cursor.acceptOperator("=")) defaults.add(expressions.expression());
      else if (!defaults.isEmpty()) throw cursor.wrong("a parameter without a default follows one with");
      if (!cursor.at(Kind.OPERATOR, ")")) cursor.expectOperator(",");
    }
    cursor.expect(Kind.END_BLOCK, "");
    var body = body("endmacro");
    endTag("endmacro");
    return new Statement.Macro(name, parameters, defaults, body);
  }
}
