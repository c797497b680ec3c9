package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Cuts an expression into numbers, names, strings and signs. */
final class Lexer {
  enum Kind { NUMBER, NAME, STRING, SIGN, END }

  record Token(Kind kind, String text, int at) {}

  private static final Pattern TOKEN = Pattern.compile(
      "\\s*(?:(?<NUMBER>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)|(?<NAME>[A-Za-z_]\\w*)"
      + "|(?<STRING>'[^'\\\\]*'|\"[^\"\\\\]*\")|(?<SIGN>\\.\\.\\.|\\*\\*|//|<=|>=|==|!=|[-+*/%@<>&|~.,:=()\\[\\]]))");
  /** Keeps the depth of what is read, and so of the stack, within bounds. */
  private static final int LONGEST = 2000;
  private static final Set<Kind> KINDS = Set.of(Kind.NUMBER, Kind.NAME, Kind.STRING, Kind.SIGN);

  private Lexer() {}

  static List<Token> tokens(String text) {
    var tokens = new ArrayList<Token>();
    var matcher = TOKEN.matcher(text);
    int at = 0;
    int end = text.stripTrailing().length();
    while (at < end) {
      if (tokens.size() == LONGEST) throw new SyntaxException(text, at, "more than " + LONGEST + " signs");
      if (!matcher.region(at, end).lookingAt()) throw new SyntaxException(text, at, "no sign of an expression");
      for (var kind : KINDS) {
        var found = matcher.group(kind.name());
        if (found != null) tokens.add(new Token(kind, found, matcher.start(kind.name())));
      }
      at = matcher.end();
    }
    tokens.add(new Token(Kind.END, "the end", end));
    return tokens;
  }
}
