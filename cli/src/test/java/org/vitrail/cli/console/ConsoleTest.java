package org.vitrail.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final Spoken spoken = new Spoken();

  private static Map<String, Object> figures() {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("accuracy", 0.97765);
    figures.put("loss", Double.NaN);
    figures.put("rate", 0.1f);
    figures.put("report", "a \"b\"\n.html");
    figures.put("each", new double[] {1});
    figures.put("nested", Map.of("worst", Float.POSITIVE_INFINITY));
    return figures;
  }

  @Test
  void jsonIsOneObjectOnOut() {
    spoken.console(true, true, StandardCharsets.UTF_8).figures(figures(), true);
    assertEquals("""
        {"accuracy":0.97765,"loss":null,"rate":0.1,"report":"a \\"b\\"\\n.html","each":[1.0],"nested":{"worst":null}}
        """, spoken.out());
    assertEquals("", spoken.err());
  }

  @Test
  void aPersonGetsALineForEachFigure() {
    spoken.console(false).figures(Map.of("accuracy", 0.97765), false);
    assertEquals("accuracy  0.9777\n", spoken.out());
  }

  @Test
  void coloursAreForTerminalsOnly() {
    spoken.console(true, true, StandardCharsets.UTF_8).figures(Map.of("steps", 3), false);
    assertEquals("\u001b[1msteps\u001b[21m\u001b[0m  3\n", spoken.out());
  }

  @Test
  void theWidthIsAlwaysUsable() {
    assertTrue(spoken.console(true).columns() > 0);
  }
}
