package org.vitrail.llm.generate.constrain;

import java.util.ArrayList;

/**
 * A regular expression as a part: literals, classes ({@code [a-z]}, {@code [^…]}, {@code .}, {@code \d \w \s} and
 * their opposites, ASCII as in Java), alternation, groups, {@code * + ? {m,n}}. Lazy quantifiers are as greedy ones,
 * since only whole texts count. Neither look-around, back-references, word boundaries nor flags.
 */
final class Regex {
  private static final int MOST_TIMES = 10_000;
  private static final CodePoints DIGIT = CodePoints.of('0', '9');
  private static final CodePoints WORD = CodePoints.union(DIGIT, CodePoints.of('a', 'z'), CodePoints.of('A', 'Z'),
      CodePoints.of("_"));
  private static final CodePoints SPACE = CodePoints.of(" \t\n\u000B\f\r");
  private static final CodePoints LINE_END = CodePoints.of("\n\r\u0085\u2028\u2029");

  private final String pattern;
  private final Spelling spelling;
  private final boolean anywhere;
  private int at;
  private int depth;

  private Regex(String pattern, Spelling spelling, boolean anywhere) {
    this.pattern = pattern;
    this.spelling = spelling;
    this.anywhere = anywhere;
  }

  /** Texts that match {@code pattern} as a whole. */
  static Part whole(String pattern, Spelling spelling) {
    return new Regex(pattern, spelling, false).parse();
  }

  /** Texts in which {@code pattern} occurs, at their beginning or end where it has {@code ^} or {@code $}. */
  static Part within(String pattern, Spelling spelling) {
    return new Regex(pattern, spelling, true).parse();
  }

  private Part parse() {
    var part = alternatives();
    if (at < pattern.length()) throw wrong("there is a ) without its (");
    return part;
  }

  private Part alternatives() {
    var parts = new ArrayList<Part>();
    do parts.add(alternative()); while (take('|'));
    return Part.choice(parts);
  }

  /** One alternative; outside of groups it may have anchors at its ends. */
  private Part alternative() {
    boolean open = anywhere && depth == 0;
    boolean fromStart = depth == 0 && take('^');
    var parts = new ArrayList<Part>();
    boolean toEnd = false;
    if (open && !fromStart) parts.add(Part.repeat(spelling.of(CodePoints.ALL), 0, Part.UNBOUNDED));
    while (at < pattern.length() && peek() != '|' && peek() != ')' && !toEnd) {
      toEnd = depth == 0 && peek() == '$' && (at + 1 == pattern.length() || pattern.charAt(at + 1) == '|');
      if (toEnd) at++;
      else parts.add(repeated());
    }
    if (open && !toEnd) parts.add(Part.repeat(spelling.of(CodePoints.ALL), 0, Part.UNBOUNDED));
    return Part.sequence(parts.toArray(Part[]::new));
  }

  private Part repeated() {
    var part = atom();
    if (take('*')) part = Part.repeat(part, 0, Part.UNBOUNDED);
    else if (take('+')) part = Part.repeat(part, 1, Part.UNBOUNDED);
    else if (take('?')) part = Part.optional(part);
    else if (at < pattern.length() && peek() == '{') part = counted(part);
    else return part;
    take('?');
    boolean again = at < pattern.length() && "*+?{".indexOf(peek()) >= 0;
    if (again) throw wrong("a repetition is repeated; use a group");
    return part;
  }

  private Part counted(Part part) {
    at++;
    int min = number();
    int max = !take(',') ? min : peek() == '}' ? Part.UNBOUNDED : number();
    if (!take('}')) throw wrong("a } is missing");
    if (max != Part.UNBOUNDED && max < min) throw wrong("{" + min + "," + max + "} asks for more than it allows");
    return Part.repeat(part, min, max);
  }

  private int number() {
    int from = at;
    while (at < pattern.length() && peek() >= '0' && peek() <= '9') at++;
    if (from == at) throw wrong("a number is missing");
    if (at - from > 5 || Integer.parseInt(pattern.substring(from, at)) > MOST_TIMES) {
      throw wrong("at most " + MOST_TIMES + " times can be asked for");
    }
    return Integer.parseInt(pattern.substring(from, at));
  }

  private Part atom() {
    char c = peek();
    switch (c) {
      case '(' -> {
        return group();
      }
      case '[' -> {
        return spelling.of(set());
      }
      case '*', '+', '?', '{' -> throw wrong("there is nothing to repeat before " + c);
      case '^', '$' -> throw wrong("anchors stand at the ends only; write \\" + c + " for the character");
      case '\\' -> {
        return spelling.of(escaped());
      }
      case '.' -> {
        at++;
        return spelling.of(LINE_END.not());
      }
      default -> {
        return spelling.of(literal());
      }
    }
  }

  private Part group() {
    at++;
    if (take('?')) {
      if (take('<') && at < pattern.length() && Character.isLetter(peek())) {
        int end = pattern.indexOf('>', at);
        if (end < 0) throw wrong("the name of a group has no end");
        at = end + 1;
      } else if (pattern.charAt(at - 1) == '<' || !take(':')) {
        throw wrong("look-around and flags are not supported");
      }
    }
    if (++depth > 200) throw wrong("groups are nested too deeply");
    var part = alternatives();
    depth--;
    if (!take(')')) throw wrong("a ) is missing");
    return part;
  }

  private CodePoints literal() {
    int c = pattern.codePointAt(at);
    if (Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE) throw wrong("half of a surrogate pair is alone");
    at += Character.charCount(c);
    return CodePoints.of(c, c);
  }

  /** What stands between brackets. */
  private CodePoints set() {
    at++;
    boolean not = take('^');
    var sets = new ArrayList<CodePoints>();
    if (peekInSet() == ']') throw wrong("a set has a member; write \\] for the character");
    while (peekInSet() != ']') {
      var low = item();
      if (peekInSet() != '-' || at + 1 < pattern.length() && pattern.charAt(at + 1) == ']') {
        sets.add(low);
        continue;
      }
      at++;
      peekInSet();
      sets.add(range(low, item()));
    }
    at++;
    var all = CodePoints.union(sets.toArray(CodePoints[]::new));
    return not ? all.not() : all;
  }

  private CodePoints range(CodePoints low, CodePoints high) {
    if (!isOne(low) || !isOne(high)) throw wrong("a range goes from one character to another");
    int from = low.ranges().getFirst().low();
    int to = high.ranges().getFirst().low();
    if (from > to) throw wrong("a range goes backwards");
    return CodePoints.of(from, to);
  }

  private static boolean isOne(CodePoints set) {
    return set.ranges().size() == 1 && set.ranges().getFirst().low() == set.ranges().getFirst().high();
  }

  private char peekInSet() {
    if (at >= pattern.length()) throw wrong("a ] is missing");
    return peek();
  }

  private CodePoints item() {
    char c = peekInSet();
    if (c == '[' || c == '&' && pattern.startsWith("&&", at)) {
      throw wrong("sets within sets are not supported; write \\" + c + " for the character");
    }
    return c == '\\' ? escaped() : literal();
  }

  private CodePoints escaped() {
    at++;
    if (at >= pattern.length()) throw wrong("there is nothing after the last \\");
    char c = pattern.charAt(at++);
    return switch (c) {
      case 'd' -> DIGIT;
      case 'D' -> DIGIT.not();
      case 'w' -> WORD;
      case 'W' -> WORD.not();
      case 's' -> SPACE;
      case 'S' -> SPACE.not();
      case 'n' -> CodePoints.of("\n");
      case 'r' -> CodePoints.of("\r");
      case 't' -> CodePoints.of("\t");
      case 'f' -> CodePoints.of("\f");
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      default -> {
        if (Character.isLetterOrDigit(c)) throw wrong("\\" + c + " is not supported");
        at--;
        yield literal();
      }
    };
  }

  private CodePoints hex(int digits) {
    int end = at + digits;
    if (take('{')) {
      end = pattern.indexOf('}', at);
      if (end < 0 || end - at > 6) throw wrong("a code in braces has at most 6 digits");
    }
    if (end > pattern.length() || end == at || !pattern.substring(at, end).matches("[0-9a-fA-F]+")) {
      throw wrong("a hexadecimal code is expected");
    }
    int c = Integer.parseInt(pattern.substring(at, end), 16);
    at = pattern.startsWith("}", end) && pattern.charAt(at - 1) == '{' ? end + 1 : end;
    if (c > Character.MAX_CODE_POINT || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw wrong("there is no character of this code");
    }
    return CodePoints.of(c, c);
  }

  private char peek() {
    return pattern.charAt(at);
  }

  private boolean take(char c) {
    if (at >= pattern.length() || peek() != c) return false;
    at++;
    return true;
  }

  private IllegalArgumentException wrong(String problem) {
    var shown = pattern.length() <= 60 ? pattern : pattern.substring(0, 60) + "…";
    return new IllegalArgumentException("regular expression '" + shown + "', character " + (at + 1) + ": " + problem);
  }
}
