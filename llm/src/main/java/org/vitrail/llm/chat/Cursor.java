package org.vitrail.llm.chat;

import java.util.List;
import org.vitrail.llm.chat.Token.Kind;

/** A place in a list of tokens. */
final class Cursor {
  private static final int DEEPEST = 100;

  private final List<Token> tokens;
  private int at;
  private int depth;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    var token = tokens.get(at);
    if (token.kind() != Kind.END) at++;
    return token;
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  boolean at(Kind kind, String text) {
    return peek().is(kind, text);
  }

  /** Whether the token after this one is a name. */
  boolean followedBy(String name) {
    return at + 1 < tokens.size() && tokens.get(at + 1).is(Kind.NAME, name);
  }

  boolean accept(Kind kind, String text) {
    if (!at(kind, text)) return false;
    at++;
    return true;
  }

  boolean acceptOperator(String text) {
    return accept(Kind.OPERATOR, text);
  }

  boolean acceptName(String text) {
    return accept(Kind.NAME, text);
  }

  void expect(Kind kind, String text) {
    if (!accept(kind, text)) throw wrong("expected " + (text.isEmpty() ? "the end of the tag" : "'" + text + "'"));
  }

  void expectOperator(String text) {
    expect(Kind.OPERATOR, text);
  }

  String name() {
    if (!at(Kind.NAME)) throw wrong("expected a name");
    return next().text();
  }

  void deeper() {
    if (++depth > DEEPEST) throw wrong("it is nested more than " + DEEPEST + " deep");
  }

  void higher() {
    depth--;
  }

  TemplateException wrong(String problem) {
    var token = peek();
    var found = switch (token.kind()) {
      case END -> "the end";
      case TEXT -> "text";
      case BEGIN_OUTPUT, BEGIN_BLOCK -> "a tag";
      case END_OUTPUT, END_BLOCK -> "the end of the tag";
      default -> "'" + token.text() + "'";
    };
    return new TemplateException(token.line(), problem + ", found " + found);
  }
}
