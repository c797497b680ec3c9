package org.vitrail.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.report.Report;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.train.Metrics;

/** What a report tells of any training run: its curves, what was asked for, and where it ran. */
public record RunHistory(List<Map<?, ?>> lines) {

  /** The history of the run in a folder, if it holds one. */
  public static Optional<RunHistory> of(Path run) throws IOException {
    return Files.exists(run.resolve("metrics.jsonl")) ? Optional.of(new RunHistory(Metrics.read(run)))
        : Optional.empty();
  }

  /** The loss of each step. */
  Report.Curve losses(String name) {
    return curve(name, lines.stream().map(line -> point(line, line.get("loss"))).toList());
  }

  /** The measure {@code key} of each evaluation. */
  Report.Curve measured(String name, String key) {
    return curve(name, evaluations().map(line -> point(line, ((Map<?, ?>) line.get("val")).get(key))).toList());
  }

  /** The measures that are numbers of the last evaluation, by name. */
  SequencedMap<String, Double> last() {
    var last = new LinkedHashMap<String, Double>();
    evaluations().reduce((first, second) -> second).ifPresent(line -> ((Map<?, ?>) line.get("val")).forEach(
        (name, value) -> {
          if (value instanceof Number number) last.put((String) name, number.doubleValue());
        }));
    return last;
  }

  private Stream<Map<?, ?>> evaluations() {
    return lines.stream().filter(line -> line.get("val") instanceof Map<?, ?>).map(line -> (Map<?, ?>) line);
  }

  /** The loss of each step, and of each evaluation that measured one. */
  public Report.Section lossChart(String unit) {
    var curves = Stream.of(losses("training loss"), measured("held-out loss", "loss")).filter(RunHistory::isMeasured).toList();
    return new Report.Chart("Loss", "step", unit, curves, false);
  }

  private static boolean isMeasured(Report.Curve curve) {
    return Arrays.stream(curve.values()).anyMatch(Double::isFinite);
  }

  /** These measures of each evaluation, under one heading. */
  public Report.Section measuresChart(String title, String unit, Collection<String> names) {
    return new Report.Chart(title, "step", unit, names.stream().map(name -> measured(name, name)).toList(), false);
  }

  /** The accuracy of each evaluation. */
  public Report.Section accuracyChart(String unit) {
    return new Report.Chart("Accuracy", "step", unit, List.of(measured("held-out accuracy", "accuracy")), false);
  }

  private static double[] point(Map<?, ?> line, Object value) {
    return new double[] {((Number) line.get("step")).doubleValue(),
        value instanceof Number number ? number.doubleValue() : Double.NaN};
  }

  private static Report.Curve curve(String name, List<double[]> points) {
    return new Report.Curve(name, points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray());
  }

  /** What the run was asked for. */
  public static Report.Section configuration(Map<String, Object> settings) {
    var texts = new LinkedHashMap<String, String>();
    settings.forEach((name, value) -> {
      var text = Settings.text(value);
      if (text != null) texts.put(name, text);
    });
    return new Report.Facts("Configuration", texts);
  }

  /** Where it ran. */
  public static Report.Section machine() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("device", Devices.current().name() + ": " + Devices.current().description());
    facts.put("Java", Runtime.version().toString());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return new Report.Facts("Machine", facts);
  }
}
