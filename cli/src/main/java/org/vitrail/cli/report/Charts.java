package org.vitrail.cli.report;

import static org.vitrail.cli.report.Html.each;
import static org.vitrail.cli.report.Html.text;
import static org.vitrail.cli.report.Script.number;
import static org.vitrail.cli.report.Script.string;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrail.cli.report.Report.Chart;
import org.vitrail.cli.report.Report.Curve;

/**
 * Charts: the data for the library as JSON, and for those who do not see the chart a sentence on it and a table.
 *
 * <p>A curve of many points is thinned to the means of equal stretches, and a noisy one, such as the loss of each step,
 * is drawn faintly under its moving average: s ← (s·m + v), n ← (n·m + 1), average s / n, m = 0.5 ^ (100 / points).
 */
final class Charts {
  private static final int MOST_POINTS = 1000;
  private static final int SMOOTHED_FROM = 100;
  private static final int TABLE_ROWS = 25;

  private Charts() {}

  static String html(Chart chart) {
    var curves = chart.curves().stream().map(Charts::thin).toList();
    return """
        <figure class="chart" role="img" aria-label="%s"><script type="application/json">%s</script></figure>
        <details><summary>The numbers</summary>
        %s</details>
        """.formatted(text(sentence(chart)), json(chart, curves), each(curves, curve -> table(chart, curve)));
  }

  private static String sentence(Chart chart) {
    return chart.title() + ". " + chart.curves().stream().filter(c -> c.values().length > 0).map(c ->
        "%s goes from %s to %s over %s %s to %s.".formatted(c.name(), number(c.values()[0]), number(last(c.values())),
            chart.x(), number(c.steps()[0]), number(last(c.steps())))).collect(Collectors.joining(" "));
  }

  /** At most {@value #MOST_POINTS} points: the mean step and the mean value of as many stretches. */
  static Curve thin(Curve curve) {
    int n = curve.values().length;
    if (n <= MOST_POINTS) return curve;
    var steps = new double[MOST_POINTS];
    var values = new double[MOST_POINTS];
    for (int i = 0; i < MOST_POINTS; i++) {
      int from = (int) ((long) n * i / MOST_POINTS);
      int to = (int) ((long) n * (i + 1) / MOST_POINTS);
      steps[i] = Arrays.stream(curve.steps(), from, to).average().orElseThrow();
      values[i] = Arrays.stream(curve.values(), from, to).average().orElseThrow();
    }
    return new Curve(curve.name(), steps, values);
  }

  /** The moving average of the finite values; null for a curve too short to need one. */
  static double[] smooth(double[] values) {
    if (values.length < SMOOTHED_FROM) return null;
    double memory = Math.pow(0.5, 100.0 / values.length);
    double sum = 0;
    double weight = 0;
    var smooth = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        sum = sum * memory + values[i];
        weight = weight * memory + 1;
      }
      smooth[i] = sum / weight;
    }
    return smooth;
  }

  private static String json(Chart chart, List<Curve> curves) {
    return "{\"x\":%s,\"y\":%s,\"logarithmic\":%b,\"curves\":[%s]}".formatted(string(chart.x()), string(chart.y()),
        chart.logarithmic(),
        curves.stream().map(curve -> json(curve, chart.logarithmic())).collect(Collectors.joining(",")));
  }

  private static String json(Curve curve, boolean positive) {
    var smooth = smooth(curve.values());
    return "{\"name\":%s,\"steps\":%s,\"values\":%s,\"smooth\":%s}".formatted(string(curve.name()),
        array(curve.steps(), false), array(curve.values(), positive),
        smooth == null ? "null" : array(smooth, positive));
  }

  private static String array(double[] values, boolean positive) {
    return Arrays.stream(values).mapToObj(v -> Double.isFinite(v) && (v > 0 || !positive) ? number(v) : "null")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String table(Chart chart, Curve curve) {
    int n = curve.values().length;
    int rows = Math.min(n, TABLE_ROWS);
    var cells = new ArrayList<List<String>>();
    IntStream.range(0, rows).map(i -> rows == 1 ? 0 : (int) ((long) i * (n - 1) / (rows - 1)))
        .forEach(i -> cells.add(List.of(number(curve.steps()[i]), number(curve.values()[i]))));
    return ReportWriter.table(List.of(chart.x(), curve.name()), cells);
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }
}
