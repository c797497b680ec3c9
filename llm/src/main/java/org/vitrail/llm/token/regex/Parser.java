package org.vitrail.llm.token.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the regular expressions of tokenizers: literals, sets with ranges, nesting and {@code &&}, properties, groups,
 * {@code (?i:…)}, alternatives, quantifiers, and a look at the next character ({@code (?!\S)}, {@code $}). Possessive
 * quantifiers are taken as greedy ones, which is the same wherever what follows cannot match what they took.
 */
final class Parser {
  private static final int DEEPEST = 100;
  private static final Map<Character, CodePoints> ESCAPES = Map.of(
      'n', CodePoints.of('\n'), 'r', CodePoints.of('\r'), 't', CodePoints.of('\t'), 'f', CodePoints.of('\f'),
      'v', CodePoints.of(0x0B), 'a', CodePoints.of(7), 'e', CodePoints.of(27), '0', CodePoints.of(0));

  private final String pattern;
  private int at;
  private int depth;
  private boolean ignoreCase;

  Parser(String pattern) {
    this.pattern = pattern;
  }

  Node parse() {
    var node = choice();
    if (at < pattern.length()) throw wrong("')' closes no group");
    return node;
  }

  private Node choice() {
    if (++depth > DEEPEST) throw wrong("groups are nested more than " + DEEPEST + " deep");
    boolean caseOutside = ignoreCase;
    var alternatives = new ArrayList<Node>();
    do {
      alternatives.add(sequence());
    } while (accept("|"));
    ignoreCase = caseOutside;
    depth--;
    return alternatives.size() == 1 ? alternatives.getFirst() : new Node.Choice(alternatives);
  }

  private Node sequence() {
    var parts = new ArrayList<Node>();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      if (accept("(?i)")) ignoreCase = true;
      else parts.add(quantified(atom()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(parts);
  }

  private Node quantified(Node atom) {
    var node = atom;
    while (at < pattern.length()) {
      int least;
      int most = -1;
      if (accept("?")) {
        least = 0;
        most = 1;
      } else if (accept("*")) {
        least = 0;
      } else if (accept("+")) {
        least = 1;
      } else if (pattern.startsWith("{", at) && at + 1 < pattern.length() && isDigit(pattern.charAt(at + 1))) {
        at++;
        least = number();
        most = !accept(",") ? least : isDigit(peek()) ? number() : -1;
        expect("}");
        if (most >= 0 && most < least) throw wrong("a quantifier's bounds are in the wrong order");
      } else {
        return node;
      }
      boolean lazy = accept("?");
      if (!lazy) accept("+");
      node = new Node.Repeat(node, least, most, lazy);
    }
    return node;
  }

  private Node atom() {
    if (accept("(?:")) return group(ignoreCase);
    if (accept("(?i:")) return group(true);
    if (accept("(?!")) return new Node.Next(look().not(), true);
    if (accept("(?=")) return new Node.Next(look(), false);
    if (pattern.startsWith("(?", at)) throw wrong("the group '" + excerpt() + "' is not supported");
    if (accept("(")) return group(ignoreCase);
    if (accept("$") || accept("\\z")) return new Node.Next(CodePoints.of('\n'), true);
    if (pattern.startsWith("^", at) || pattern.startsWith("\\b", at)) throw wrong("an anchor is not supported");
    if (accept(".")) return new Node.One(CodePoints.of('\n').not());
    char c = peek();
    if (c == '*' || c == '+' || c == '?') throw wrong("a quantifier follows nothing");
    return new Node.One(cased(c == '[' ? set() : character()));
  }

  private Node group(boolean withoutCase) {
    boolean outside = ignoreCase;
    ignoreCase = withoutCase;
    var node = choice();
    ignoreCase = outside;
    expect(")");
    return node;
  }

  /** What a look at the next character asks for. */
  private CodePoints look() {
    var node = choice();
    expect(")");
    return single(node);
  }

  private CodePoints single(Node node) {
    return switch (node) {
      case Node.One one -> one.set();
      case Node.Choice choice -> choice.alternatives().stream().map(this::single).reduce(CodePoints.NONE,
          CodePoints::or);
      default -> throw wrong("a look at more than the next character is not supported");
    };
  }

  private CodePoints cased(CodePoints set) {
    return ignoreCase ? set.ignoringCase() : set;
  }

  /** {@code [^a-z\p{L}[…]&&…]} */
  private CodePoints set() {
    if (++depth > DEEPEST) throw wrong("sets are nested more than " + DEEPEST + " deep");
    expect("[");
    boolean negated = accept("^");
    CodePoints common = null;
    var union = CodePoints.NONE;
    for (boolean first = true; !(peek() == ']' && !first); first = false) {
      if (accept("&&")) {
        common = common == null ? union : common.and(union);
        union = CodePoints.NONE;
      } else {
        union = union.or(peek() == '[' ? set() : rangeOrCharacter());
      }
    }
    expect("]");
    depth--;
    var set = common == null ? union : common.and(union);
    return negated ? cased(set).not() : set;
  }

  private CodePoints rangeOrCharacter() {
    var from = character();
    boolean isRange = isOne(from) && peek() == '-' && at + 1 < pattern.length()
        && "[]".indexOf(pattern.charAt(at + 1)) < 0;
    if (!isRange) return from;
    at++;
    var to = character();
    if (!isOne(to) || to.bounds()[0] < from.bounds()[0]) throw wrong("a range of a set is in the wrong order");
    return CodePoints.range(from.bounds()[0], to.bounds()[0]);
  }

  private static boolean isOne(CodePoints set) {
    return set.bounds().length == 2 && set.bounds()[1] == set.bounds()[0] + 1;
  }

  /** A literal or an escape. */
  private CodePoints character() {
    int c = pattern.codePointAt(requireMore());
    at += Character.charCount(c);
    if (c != '\\') return CodePoints.of(c);
    char escaped = pattern.charAt(requireMore());
    at++;
    return switch (escaped) {
      case 's' -> Properties.space();
      case 'S' -> Properties.space().not();
      case 'd' -> Properties.named("Nd");
      case 'D' -> Properties.named("Nd").not();
      case 'w' -> Properties.word();
      case 'W' -> Properties.word().not();
      case 'p' -> property();
      case 'P' -> property().not();
      case 'x' -> CodePoints.of(accept("{") ? hex(pattern.indexOf('}', at), 1) : hex(at + 2, 0));
      case 'u' -> CodePoints.of(hex(at + 4, 0));
      default -> escaped(escaped);
    };
  }

  private CodePoints escaped(char c) {
    if (ESCAPES.containsKey(c)) return ESCAPES.get(c);
    if (c < 128 && Character.isLetterOrDigit(c)) throw wrong("the escape '\\" + c + "' is not supported");
    return CodePoints.of(c);
  }

  private CodePoints property() {
    if (peek() != '{') return named(pattern.substring(at, ++at));
    int end = pattern.indexOf('}', at);
    if (end < 0) throw wrong("a property has no '}'");
    var name = pattern.substring(at + 1, end);
    at = end + 1;
    return name.startsWith("^") ? named(name.substring(1)).not() : named(name);
  }

  private CodePoints named(String name) {
    var set = Properties.named(name);
    if (set == null) throw wrong("the property '" + name + "' is not known");
    return set;
  }

  private int hex(int end, int skipped) {
    try {
      int value = Integer.parseInt(pattern.substring(at, end), 16);
      at = end + skipped;
      if (value >= 0 && value <= Character.MAX_CODE_POINT) return value;
    } catch (NumberFormatException | IndexOutOfBoundsException notHex) {
      // Said below.
    }
    throw wrong("a code point in hexadecimal is expected");
  }

  private int number() {
    int value = 0;
    while (isDigit(peek())) {
      value = value * 10 + pattern.charAt(at++) - '0';
      if (value > Program.LONGEST) throw wrong("a quantifier asks for more than " + Program.LONGEST + " repetitions");
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private char peek() {
    return pattern.charAt(requireMore());
  }

  private int requireMore() {
    if (at >= pattern.length()) throw wrong("it ends too early");
    return at;
  }

  private boolean accept(String text) {
    if (!pattern.startsWith(text, at)) return false;
    at += text.length();
    return true;
  }

  private void expect(String text) {
    if (!accept(text)) throw wrong("'" + text + "' is missing");
  }

  private String excerpt() {
    return pattern.substring(at, Math.min(pattern.length(), at + 5));
  }

  private IllegalArgumentException wrong(String problem) {
    var start = pattern.length() <= 60 ? pattern : pattern.substring(0, 60) + "…";
    return new IllegalArgumentException("in the regular expression '" + start.replaceAll("\\p{Cntrl}", "?")
        + "', at character " + at + ": " + problem);
  }
}
