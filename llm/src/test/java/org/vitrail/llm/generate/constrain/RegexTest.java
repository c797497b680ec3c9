package org.vitrail.llm.generate.constrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.generate.Finish;

class RegexTest {
  private static final List<String> ATOMS = List.of("a", "b", "c", "é", "😀", ".", "\\d", "\\w", "\\s", "\\D", "\\W",
      "\\S", "[ab]", "[^a]", "[a-cé-ü]", "[^\\d\\s]", "[\\u0100-\\uFFFF]", "[\\x{10000}-\\x{10FFFF}]", "\\.",
      "\\n", "\\x41", "[-a]", "[a\\]]");
  private static final List<String> LETTERS = List.of("a", "b", "c", "é", "ü", "😀", "1", " ", "\n", ".", "-", "]", "A",
      "ab", "𐀀", "€", "\u0085");

  private static String pattern(SplittableRandom random, int depth) {
    int kind = random.nextInt(depth == 0 ? 1 : 8);
    return switch (kind) {
      case 1, 2 -> pattern(random, depth - 1) + pattern(random, depth - 1);
      case 3 -> "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
      case 4 -> "(?:" + pattern(random, depth - 1) + ")*";
      case 5 -> "(" + pattern(random, depth - 1) + ")+?";
      case 6 -> "(" + pattern(random, depth - 1) + ")?";
      case 7 -> "(" + pattern(random, depth - 1) + "){" + random.nextInt(3) + "," + (2 + random.nextInt(2)) + "}";
      default -> ATOMS.get(random.nextInt(ATOMS.size()));
    };
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF) void acceptsWhatJavaMatches(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var pattern = pattern(random, 3);
    var constraint = Constraint.regex(pattern);
    var java = Pattern.compile(pattern);
    for (int i = 0; i < 30; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(5); n > 0; n--) text.append(LETTERS.get(random.nextInt(LETTERS.size())));
      assertEquals(java.matcher(text).matches(), constraint.accepts(text.toString()), pattern + " on " + text);
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF) void whatIsGeneratedMatches(@ForAll long seed) {
    var pattern = pattern(new SplittableRandom(seed), 3);
    var written = Babble.under(Constraint.regex(pattern), seed, 400);
    if (written.complete()) {
      assertTrue(Pattern.compile(pattern).matcher(written.text()).matches(), pattern + " on " + written.text());
    } else {
      assertEquals(Finish.LENGTH, written.finish());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', value = {
      "a*?b aab true", "(a|b){2} ab true", "^abc$ abc true", "[^é] é false", "\\u00e9|x é true", "a{3} aa false",
      "a{2,} aaaa true", "\\{a\\} {a} true", "(a*)*b aaab true", "(?<name>ab)c abc true"})
  void examples(String pattern, String text, boolean matches) {
    assertEquals(matches, Constraint.regex(pattern).accepts(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", ")", "a)", "[", "[]", "[b-a]", "*", "a**", "a{2", "a{3,2}", "a{99999}", "a{,2}", "\\",
      "\\b", "\\1", "\\p{L}", "(?=a)", "(?<=a)", "(?i)a", "[a[b]]", "[a&&b]", "a^b", "a$b", "\\x4", "\\u{110000}",
      "\\uD800", "(?", "(?<", "((a{1000}){1000}){1000}", "[^\\x00-\\u{10FFFF}]", "a++", "[\\d-z]", "\uD800"})
  void whatIsNotUnderstoodIsOneSentence(String pattern) {
    var message = assertThrows(IllegalArgumentException.class, () -> Constraint.regex(pattern)).getMessage();
    assertFalse(message.contains("\n") || message.isEmpty());
  }

  /** Whatever the pattern, there is a constraint or one sentence. */
  @Property(tries = 1000, shrinking = ShrinkingMode.OFF) void anyTextIsAPatternOrRefused(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var text = new StringBuilder();
    for (int n = random.nextInt(12); n > 0; n--) {
      text.append(random.nextBoolean() ? "()[]{}\\^$.*+?|-,<>:&u1x".charAt(random.nextInt(23))
          : (char) random.nextInt(0x10000));
    }
    try {
      Constraint.regex(text.toString());
    } catch (IllegalArgumentException refused) {
      assertFalse(refused instanceof NumberFormatException);
    }
  }
}
