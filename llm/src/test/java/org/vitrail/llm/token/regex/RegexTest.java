package org.vitrail.llm.token.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.llm.token.Patterns;

class RegexTest {
  private static List<String> matches(Regex regex, String text) {
    var found = new ArrayList<String>();
    regex.find(text, (from, to) -> found.add(text.substring(from, to)));
    return found;
  }

  /** What the JDK's backtracking engine finds; empty matches do not count. */
  private static List<String> expected(String pattern, String text) {
    // \s of the JDK knows only ASCII, and its white space leaves out some of Unicode's.
    var space = "\\x09-\\x0D \\x{85}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}";
    var jdk = pattern.replace("[^\\s", "[^" + space).replace("(?!\\S)", "(?=[" + space + "]|\\z)")
        .replace("\\s", "[" + space + "]").replace("(?i:", "(?iu:");
    var found = new ArrayList<String>();
    var matcher = Pattern.compile(jdk).matcher(text);
    while (matcher.find()) if (!matcher.group().isEmpty()) found.add(matcher.group());
    return found;
  }

  @Provide Arbitrary<String> texts() {
    var pieces = Arbitraries.of("a", "B", "ß", "1", "٣", "½", " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u3000",
        "\u0085", "'s",
        "'LL", "'", "!", "…", "😀", "한", "e\u0301", "\u200B", "中文", "x1", "_", "/");
    return pieces.list().ofMaxSize(25).map(parts -> String.join("", parts));
  }

  @Provide Arbitrary<String> patterns() {
    return Arbitraries.of(Patterns.GPT2, Patterns.LLAMA3, Patterns.QWEN2, Patterns.O200K);
  }

  @Property(tries = 5000) void cutsAsBacktrackingDoes(@ForAll("patterns") String pattern,
      @ForAll("texts") String text) {
    assertEquals(expected(pattern, text), matches(Regex.of(pattern), text));
  }

  /** A small expression over two letters, in which the order of alternatives and greed decide. */
  private static String expression(Random random, int depth) {
    if (depth == 0) return List.of("a", "b", "ab", "[ab]", "[^a]", ".").get(random.nextInt(6));
    var inner = expression(random, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> inner + expression(random, depth - 1);
      case 1 -> "(?:" + inner + "|" + expression(random, depth - 1) + ")";
      case 2 -> inner + (random.nextBoolean() ? "(?!a)" : "(?=b)");
      default -> !consumes(inner) ? inner
          : "(?:" + inner + ")" + List.of("*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??").get(random.nextInt(8));
    };
  }

  /** Whether every match of an expression has a letter; engines differ in when they leave a loop over nothing. */
  private static boolean consumes(String expression) {
    var empty = Pattern.compile("(?:" + expression + ")\\G");
    return Stream.of("", "a", "b").noneMatch(text -> empty.matcher(text).lookingAt());
  }

  @Property(tries = 5000) void prefersAsBacktrackingDoes(@ForAll Random random) {
    var pattern = expression(random, 4);
    var text = random.ints(random.nextInt(10), 'a', 'c').mapToObj(Character::toString).collect(Collectors.joining());
    var matcher = Pattern.compile(pattern).matcher(text);
    var regex = Regex.of(pattern);
    for (int i = 0; i < text.length(); i++) {
      matcher.region(i, text.length()).useTransparentBounds(true);
      assertEquals(matcher.lookingAt() ? matcher.end() : i, regex.match(text, i), pattern + " in " + text + " at " + i);
    }
  }

  @ParameterizedTest @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
      "[a-c&&[^b]]+ ~ abcacb ~ a,cac",
      "[[a-b][d]]+ ~ abcd ~ ab,d",
      "\\x41\\u0042\\x{43} ~ ABCD ~ ABC",
      "(?i)ſ ~ sSſ ~ s,S,ſ",
      "\\p{Han}+ ~ ab中文c ~ 中文",
      "\\p{^L}+ ~ a12b ~ 12",
      "\\PL+ ~ a12b ~ 12",
      "[]a]+ ~ a]b ~ a]",
      "[a-]+ ~ a-b ~ a-",
      "a++b ~ aaab ~ aaab",
      "[\\w-]+ ~ a-b c ~ a-b,c"})
  void understands(String pattern, String text, String found) {
    assertEquals(List.of(found.split(",")), matches(Regex.of(pattern), text));
  }

  @ParameterizedTest @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
      "( ~ ')' is missing", ") ~ closes no group", "[a ~ it ends too early", "* ~ follows nothing",
      "a{3,2} ~ wrong order", "a{99999} ~ more than 10000 repetitions", "(a{5000}){5000} ~ too long",
      "\\p{Klingon} ~ is not known", "(?<=a)b ~ is not supported", "(?<name>a) ~ is not supported",
      "^a ~ anchor is not supported", "a\\b ~ anchor", "(a)\\1 ~ escape '\\1' is not supported",
      "(?!ab) ~ more than the next character", "[z-a] ~ wrong order", "\\x{110000} ~ hexadecimal",
      "\\ ~ it ends too early"})
  void refuses(String pattern, String problem) {
    var message = assertThrows(IllegalArgumentException.class, () -> Regex.of(pattern)).getMessage();
    assertTrue(message.contains(problem), message);
  }

  @Test void isNeitherSlowNorDeep() {
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      var long1 = "a".repeat(1_000_000);
      assertEquals(1, matches(Regex.of(Patterns.GPT2), long1).size());
      assertEquals(2, matches(Regex.of(Patterns.LLAMA3), " ".repeat(1_000_000) + "x").size());
      assertEquals(1, matches(Regex.of("(a*)*|b"), long1).size());
      assertEquals(0, matches(Regex.of("(a|aa)+$x"), "a".repeat(100_000)).size());
      assertEquals(0, matches(Regex.of("(?:a?){200}b"), "a".repeat(20_000)).size());
      assertThrows(IllegalArgumentException.class, () -> Regex.of("(".repeat(100_000)));
      assertThrows(IllegalArgumentException.class, () -> Regex.of("[".repeat(100_000)));
    });
  }
}
