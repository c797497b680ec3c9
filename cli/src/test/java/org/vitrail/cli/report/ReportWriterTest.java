package org.vitrail.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.report.Report.Chart;
import org.vitrail.cli.report.Report.Command;
import org.vitrail.cli.report.Report.Confusion;
import org.vitrail.cli.report.Report.Curve;
import org.vitrail.cli.report.Report.Exhibit;
import org.vitrail.cli.report.Report.Facts;
import org.vitrail.cli.report.Report.Figure;
import org.vitrail.cli.report.Report.Gallery;
import org.vitrail.cli.report.Report.Guess;
import org.vitrail.cli.report.Report.Overlay;
import org.vitrail.cli.report.Report.Section;
import org.vitrail.cli.report.Report.Table;
import org.vitrail.cli.report.Report.Texts;
import org.vitrail.vit.image.Picture;

class ReportWriterTest {
  private static final String HOSTILE = "</script><img src=x onerror='alert(1)'>\" & \u2028\\";

  private static final Picture DOT = new Picture(1, 1, 1, new byte[1]);

  private static String html(Section... sections) {
    return ReportWriter.html(new Report("t", "s", List.of(), List.of(sections), List.of()));
  }

  @Test
  void theFileHoldsAllItNeeds(@TempDir Path folder) throws Exception {
    var file = folder.resolve("new/report.html");
    ReportWriter.write(Sample.report(), file);
    var html = Files.readString(file);
    assertFalse(Pattern.compile("(src|href)\\s*=\\s*[\"'](?!data:)|@import|url\\(").matcher(html).find());
    assertTrue(html.contains("var uPlot=") && html.contains("Copyright (c) 2022 Leon Sorokin"));
    assertTrue(html.contains("98.3 %") && html.contains("vitrail train vit --data scenes"));
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
    Files.writeString(Path.of("target", "sample-report.html"), html);
  }

  @Test
  void textOfTheUserStaysText() {
    var h = HOSTILE;
    var report = new Report(h, h, List.of(new Figure(h, h, h)), List.of(
        new Chart(h, h, h, List.of(new Curve(h, new double[] {1}, new double[] {2})), false),
        new Confusion(h, List.of(h, h), new int[][] {{1, 2}, {0, 3}}),
        new Gallery(h, h, List.of(new Exhibit(h, h, DOT, List.of(new Guess(h, 0.5, true)),
            List.of(new Overlay(h, new float[][] {{1}}))), new Exhibit(h, h, DOT, List.of(), List.of()))),
        new Facts(h, Map.of(h, h)), new Table(h, List.of(h), List.of(List.of(h))),
        new Texts(h, List.of(h), List.of(List.of(h)))), List.of(new Command(h, h)));
    var html = ReportWriter.html(report);
    assertFalse(html.contains("<img src=x"));
    assertEquals(2, html.split("</script>", -1).length - 1, "the chart's data and the scripts");
  }

  @Test
  void curvesAreJsonAndGapsAreNull() throws Exception {
    var chart = new Chart("Loss", "step", HOSTILE, List.of(
        new Curve("a", new double[] {1, 2, 3}, new double[] {0.123456789, Double.NaN, -4e-12})), false);
    var curve = json(chart).get("curves").get(0);
    assertEquals("[1,2,3]", curve.get("steps").toString());
    assertEquals("[0.12346,null,-4.0E-12]", curve.get("values").toString());
    assertTrue(curve.get("smooth").isNull());
    assertEquals(HOSTILE, json(chart).get("y").asText());
    var logarithmic = new Chart("Loss", "step", "", chart.curves(), true);
    assertEquals("[0.12346,null,null]", json(logarithmic).get("curves").get(0).get("values").toString());
  }

  private static com.fasterxml.jackson.databind.JsonNode json(Chart chart) throws Exception {
    var matcher = Pattern.compile("<script type=\"application/json\">(.*?)</script>").matcher(html(chart));
    assertTrue(matcher.find());
    return new ObjectMapper().readTree(matcher.group(1));
  }

  @Test
  void textsWrapAndKeepTheirLineEnds() {
    var html = html(new Texts("Samples", List.of("step", "text"), List.of(List.of("20", "one\n  two"))));
    assertTrue(html.contains("<div class=\"texts\"><table><thead><tr><th scope=\"col\">step"));
    assertTrue(html.contains("<td>one\n  two</td>"));
    assertTrue(html.contains(".texts td:last-child { white-space: pre-wrap; overflow-wrap: anywhere; }"));
  }

  @Test
  void anEmptyChartIsNoError() {
    html(new Chart("Loss", "step", "nats", List.of(), false));
    html(new Chart("Loss", "step", "nats", List.of(new Curve("none", new double[0], new double[0])), false));
  }

  @Test
  void longCurvesAreThinnedToMeans() {
    var steps = IntStream.range(0, 100_001).asDoubleStream().toArray();
    var thin = Charts.thin(new Curve("x", steps, steps));
    assertEquals(1000, thin.values().length);
    assertEquals(49.5, thin.values()[0]);
    assertEquals(99_950, thin.steps()[999], 0.51);
  }

  @Test
  void theMovingAverageStartsAtTheFirstValueAndSkipsGaps() {
    var values = IntStream.range(0, 200).mapToDouble(i -> i % 2 == 0 ? 3 : Double.NaN).toArray();
    for (double s : Charts.smooth(values)) assertEquals(3, s, 1e-12);
  }

  @Test
  void confusedPairsAreNamed() {
    var html = html(new Confusion("c", List.of("cat", "dog"), new int[][] {{7, 3}, {0, 0}}));
    assertTrue(html.contains("<b>cat</b> taken for <b>dog</b> (3)"));
    assertTrue(html.contains("70.0 %") && html.contains("recall\">–<"));
    assertTrue(html(new Confusion("c", List.of("cat"), new int[][] {{7}})).contains("Every example was recognised."));
  }

  @Test
  void lightIsStrongestWhereTheWeightIs() {
    var light = Pictures.light(new float[][] {{0, 0.5f}, {0.25f, 0}});
    assertEquals(2, light.width());
    var alpha = IntStream.range(0, 4).map(i -> light.pixels()[4 * i + 3] & 0xFF).boxed().toList();
    assertEquals(List.of(0, 225, 113, 0), alpha);
    assertEquals(3, Pictures.light(new float[3][2]).height());
  }
}
