package org.vitrail.llm.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vitrail.llm.token.TextStream;

class WrittenTextTest {
  private final List<String> heard = new ArrayList<>();

  private final List<byte[]> tokens = new ArrayList<>();

  private WrittenText of(List<String> stops, Consumer<String> listener) {
    return new WrittenText(new TextStream(tokens::get), stops, listener);
  }

  private boolean feed(WrittenText text, String more) {
    return feed(text, more.getBytes(StandardCharsets.UTF_8));
  }

  private boolean feed(WrittenText text, byte... more) {
    tokens.add(more);
    return text.add(tokens.size() - 1);
  }

  @Test void whatMayBecomeAStopStringIsHeldBack() {
    var stream = of(List.of("\n\n", "END"), heard::add);
    assertFalse(feed(stream, "one\n"));
    assertFalse(feed(stream, "two E"));
    assertFalse(feed(stream, "N"));
    assertEquals(List.of("one", "\ntwo "), heard);
    assertTrue(feed(stream, "DE"));
    assertEquals("one\ntwo ", stream.text());
    var other = of(List.of("END"), piece -> {});
    assertFalse(feed(other, "at the EN"));
    other.end();
    assertEquals("at the EN", other.text());
  }

  @Test void theFirstStopStringCounts() {
    var stream = of(List.of("cd", "bc"), heard::add);
    assertTrue(feed(stream, "abcd"));
    assertEquals("a", stream.text());
  }

  @Test void charactersAreShownWhole() {
    var stream = of(List.of(), heard::add);
    for (byte b : "aé😀".getBytes(StandardCharsets.UTF_8)) feed(stream, b);
    assertEquals(List.of("a", "é", "😀"), heard);
    feed(stream, (byte) 0xF0, (byte) 0x9F);
    stream.end();
    assertEquals("aé😀\uFFFD", stream.text());
  }

  /** However the bytes are cut, the text is that before the first stop string, and the pieces make up the text. */
  @Property void cutsDoNotMatter(@ForAll @Size(max = 40) List<@IntRange(max = 3) Integer> letters,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 9) Integer> cuts) {
    var alphabet = List.of("a", "b", "é", "😀");
    var text = letters.stream().map(alphabet::get).reduce("", String::concat);
    var stops = List.of("aab", "b😀", "éa");
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var pieces = new StringBuilder();
    var stream = of(stops, piece -> {
      assertFalse(piece.endsWith("\uD83D"));
      pieces.append(piece);
    });
    boolean stopped = false;
    for (int from = 0, i = 0; from < bytes.length && !stopped; i++) {
      int to = Math.min(bytes.length, from + cuts.get(i % cuts.size()));
      stopped = feed(stream, Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    if (!stopped) stream.end();
    int first = stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
    assertEquals(first >= 0, stopped);
    if (first >= 0) assertTrue(stops.stream().noneMatch(stream.text()::contains));
    else assertEquals(text, stream.text());
    assertTrue(text.startsWith(stream.text()));
    assertEquals(stream.text(), pieces.toString());
  }
}
