package org.vitrail.llm.token.regex;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** Named sets of code points, each computed when first wanted. */
public final class Properties {
  private static final Map<String, String> CATEGORIES = Map.of(
      "L", "Lu Ll Lt Lm Lo", "M", "Mn Mc Me", "N", "Nd Nl No", "P", "Pc Pd Ps Pe Pi Pf Po",
      "S", "Sm Sc Sk So", "Z", "Zs Zl Zp", "C", "Cc Cf Co Cs Cn");
  private static final Map<String, Integer> TYPES = Map.ofEntries(
      type("Lu", Character.UPPERCASE_LETTER), type("Ll", Character.LOWERCASE_LETTER),
      type("Lt", Character.TITLECASE_LETTER), type("Lm", Character.MODIFIER_LETTER), type("Lo", Character.OTHER_LETTER),
      type("Mn", Character.NON_SPACING_MARK), type("Mc", Character.COMBINING_SPACING_MARK),
      type("Me", Character.ENCLOSING_MARK), type("Nd", Character.DECIMAL_DIGIT_NUMBER),
      type("Nl", Character.LETTER_NUMBER), type("No", Character.OTHER_NUMBER),
      type("Pc", Character.CONNECTOR_PUNCTUATION), type("Pd", Character.DASH_PUNCTUATION),
      type("Ps", Character.START_PUNCTUATION), type("Pe", Character.END_PUNCTUATION),
      type("Pi", Character.INITIAL_QUOTE_PUNCTUATION), type("Pf", Character.FINAL_QUOTE_PUNCTUATION),
      type("Po", Character.OTHER_PUNCTUATION), type("Sm", Character.MATH_SYMBOL), type("Sc", Character.CURRENCY_SYMBOL),
      type("Sk", Character.MODIFIER_SYMBOL), type("So", Character.OTHER_SYMBOL), type("Zs", Character.SPACE_SEPARATOR),
      type("Zl", Character.LINE_SEPARATOR), type("Zp", Character.PARAGRAPH_SEPARATOR), type("Cc", Character.CONTROL),
      type("Cf", Character.FORMAT), type("Co", Character.PRIVATE_USE), type("Cs", Character.SURROGATE),
      type("Cn", Character.UNASSIGNED));
  private static final Map<String, CodePoints> KNOWN = new ConcurrentHashMap<>();

  private Properties() {}

  private static Map.Entry<String, Integer> type(String name, byte type) {
    return Map.entry(name, (int) type);
  }

  /** Unicode's White_Space; wider than Java's {@code \s} and than {@link Character#isWhitespace}. */
  public static boolean isSpace(int c) {
    return c == ' ' || c >= 9 && c <= 13 || c >= 0x85 && (c == 0x85 || Character.isSpaceChar(c));
  }

  /** Letters, marks, decimal digits, connectors and joiners: the {@code \w} of Unicode's recommendation (UTS 18). */
  public static boolean isWord(int c) {
    return Character.isAlphabetic(c) || c == 0x200C || c == 0x200D || switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK,
          Character.DECIMAL_DIGIT_NUMBER, Character.CONNECTOR_PUNCTUATION -> true;
      default -> false;
    };
  }

  public static CodePoints space() {
    return known("\\s", Properties::isSpace);
  }

  public static CodePoints word() {
    return known("\\w", Properties::isWord);
  }

  /** The set that {@code \p{name}} stands for: a general category or a script; null if there is none. */
  public static CodePoints named(String name) {
    if (CATEGORIES.containsKey(name)) return category(CATEGORIES.get(name));
    if (TYPES.containsKey(name)) return category(name);
    if (name.equals("Alphabetic")) return known(name, Character::isAlphabetic);
    try {
      var script = Character.UnicodeScript.forName(name.toUpperCase(Locale.ROOT));
      return known(script.name(), c -> Character.UnicodeScript.of(c) == script);
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  private static CodePoints category(String types) {
    int mask = 0;
    for (var type : types.split(" ")) mask |= 1 << TYPES.get(type);
    int wanted = mask;
    return known(types, c -> (wanted >> Character.getType(c) & 1) == 1);
  }

  private static CodePoints known(String name, IntPredicate test) {
    return KNOWN.computeIfAbsent(name, _ -> CodePoints.where(test));
  }
}
