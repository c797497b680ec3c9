package org.vitrail.llm.chat;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.llm.chat.Token.Kind;

/**
 * Cuts a template into tokens, with the white space that chat templates count on: the line feed after a block goes, as
 * do the spaces before a block that begins a line, and all white space where a tag has a minus.
 */
final class Lexer {
  private static final List<String> OPERATORS =
      List.of("**", "//", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%",
      "~", "(", ")", "[", "]", "{", "}", ".", ",", ":", "|", "=");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  /** Whether what comes next begins a line, as far as the output is concerned. */
  private boolean lineBegins = true;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String template) {
    var source = template.replace("\r\n", "\n");
    return new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source).run();
  }

  private List<Token> run() {
    while (at < source.length()) {
      int tag = nextTag();
      text(tag);
      if (tag == source.length()) break;
      char kind = source.charAt(tag + 1);
      skip(2);
      if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) skip(1);
      if (kind == '#') comment();
      else code(kind == '{');
    }
    add(Kind.END, "");
    return tokens;
  }

  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
      if ("{%#".indexOf(source.charAt(i + 1)) >= 0) return i;
    }
    return source.length();
  }

  /** The text up to a tag, without the white space that the tag takes away. */
  private void text(int tag) {
    var text = source.substring(at, tag);
    char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : 0;
    if (tag < source.length() && sign == '-') {
      text = text.stripTrailing();
    } else if (tag < source.length() && sign != '+' && source.charAt(tag + 1) != '{') {
      int begin = text.lastIndexOf('\n') + 1;
      if ((begin > 0 || lineBegins) && text.substring(begin).isBlank()) text = text.substring(0, begin);
    }
    if (!text.isEmpty()) add(Kind.TEXT, text);
    skip(tag - at);
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) throw new TemplateException(line, "a comment has no end");
    char sign = source.charAt(end - 1);
    skip(end + 2 - at);
    after(sign, true);
  }

  /** Takes away the white space after a tag whose end has {@code sign} before it. */
  private void after(char sign, boolean block) {
    int start = at;
    if (sign == '-') {
      while (at < source.length() && Character.isWhitespace(source.charAt(at))) skip(1);
    } else if (block && sign != '+' && source.startsWith("\n", at)) {
      skip(1);
    }
    lineBegins = at > start && source.charAt(at - 1) == '\n';
  }

  private void code(boolean output) {
    add(output ? Kind.BEGIN_OUTPUT : Kind.BEGIN_BLOCK, "");
    var end = output ? "}}" : "%}";
    for (int braces = 0; ; ) {
      while (at < source.length() && Character.isWhitespace(source.charAt(at))) skip(1);
      if (at >= source.length()) throw new TemplateException(line, "a tag has no end");
      char c = source.charAt(at);
      boolean signed = (c == '-' || c == '+') && source.startsWith(end, at + 1);
      if (braces == 0 && (signed || source.startsWith(end, at))) {
        add(output ? Kind.END_OUTPUT : Kind.END_BLOCK, "");
        skip(signed ? 3 : 2);
        after(signed ? c : 0, !output);
        return;
      }
      if (c == '{') braces++;
      if (c == '}') braces--;
      token(c);
    }
  }

  private void token(char c) {
    int start = at;
    if (c == '\'' || c == '"') {
      string(c);
    } else if (Character.isDigit(c)) {
      while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '.'
          && at + 1 < source.length()
          && Character.isDigit(source.charAt(at + 1)))) skip(1);
      add(Kind.NUMBER, source.substring(start, at));
    } else if (Character.isLetter(c) || c == '_') {
      while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at))
          || source.charAt(at) == '_')) skip(1);
      add(Kind.NAME, source.substring(start, at));
    } else {
      var operator = OPERATORS.stream().filter(o -> source.startsWith(o, at)).findFirst()
          .orElseThrow(() -> new TemplateException(line, "the character '" + c + "' is not expected"));
      add(Kind.OPERATOR, operator);
      skip(operator.length());
    }
  }

  private void string(char quote) {
    var text = new StringBuilder();
    int begin = line;
    for (skip(1); ; skip(1)) {
      if (at >= source.length()) throw new TemplateException(begin, "a text has no closing " + quote);
      char c = source.charAt(at);
      if (c == quote) break;
      if (c != '\\' || at + 1 >= source.length()) {
        text.append(c);
        continue;
      }
      skip(1);
      escape(source.charAt(at), text);
    }
    skip(1);
    tokens.add(new Token(Kind.STRING, text.toString(), begin));
  }

  private void escape(char c, StringBuilder text) {
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case '\\', '\'', '"' -> text.append(c);
      case '\n' -> { }
      case 'u', 'x' -> {
        int digits = c == 'u' ? 4 : 2;
        try {
          text.append((char) Integer.parseInt(source.substring(at + 1, at + 1 + digits), 16));
          skip(digits);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
          throw new TemplateException(line, "\\" + c + " needs " + digits + " hexadecimal digits");
        }
      }
      default -> text.append('\\').append(c);
    }
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }

  private void skip(int chars) {
    for (int i = 0; i < chars; i++) if (source.charAt(at++) == '\n') line++;
  }
}
