package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @TempDir Path folder;

  private Object read(String text) throws IOException {
    return Json.read(Files.writeString(folder.resolve("a.json"), text));
  }

  @Test void readsPlainValues() throws IOException {
    assertEquals(Map.of("a", List.of(1L, -2.5, "é\n", true, Map.of())),
        read("{\"a\": [1, -2.5, \"\\u00e9\\n\", true, {}]}"));
    assertEquals(Arrays.asList(null, false), read("[null, false]"));
    assertEquals(new BigInteger("18446744073709551616"), read("18446744073709551616"));
    assertEquals(Long.MIN_VALUE, read("-9223372036854775808"));
    assertEquals(1e-5, read("1e-05"));
    assertEquals(List.of(Double.POSITIVE_INFINITY, Double.NaN), read("[Infinity, NaN]"));
  }

  @Test void keepsTheOrder() throws IOException {
    assertEquals(List.of("z", "a", "m"), List.copyOf(((Map<?, ?>) read("{\"z\":1,\"a\":2,\"m\":3}")).keySet()));
  }

  @Test void writesWhatItReads() throws IOException {
    var value = new LinkedHashMap<String, Object>();
    value.put("text", "\"\\\u0001é😀");
    value.put("list", Arrays.asList(1L, 0.1, null, true, List.of(), Map.of("a", "b")));
    var file = folder.resolve("b.json");
    Json.write(file, value);
    assertEquals(value, Json.read(file));
    assertEquals("{\"a\":[1,2.5,null]}", Json.write(Map.of("a", Arrays.asList(1, 2.5f, null))));
  }

  @ParameterizedTest @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
      "`` | JSON, line 1, column 1: expected a value, found nothing",
      "{ | JSON, line 1, column 2: Unexpected end-of-input",
      "[1,] | JSON, line 1, column 4: Unexpected character",
      "{\"a\":1,\"a\":2} | the key 'a' occurs twice",
      "[1] 2 | expected the end after the first value",
      "\"\\udc00\" | half of a surrogate pair",
      "01 | JSON, line 1, column 2: Invalid numeric value",
  })
  void refuses(String text, String problem) {
    var message = assertThrows(FormatException.class, () -> read(text)).getMessage();
    assertTrue(message.startsWith(folder.resolve("a.json") + ": ") && message.contains(problem), message);
  }

  @Test void refusesWhatIsTooMuch() {
    assertThrows(FormatException.class, () -> read("[".repeat(1000) + "]".repeat(1000)));
    assertThrows(FormatException.class, () -> read("9".repeat(10_000)));
    assertThrows(FormatException.class, () -> Json.readObject(Files.writeString(folder.resolve("c.json"), "[]")));
  }
}
