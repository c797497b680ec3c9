package org.vitrail.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.BiFunction;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.report.Report;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.TrainingException;

/** Several runs beside each other: what they measured, how they came to it, and in which settings they differ. */
record RunComparison(List<Run> runs) {
  private static final String NOTHING = "–";

  /**
   * A run.
   *
   * @param settings none where it was stopped before its first checkpoint
   */
  record Run(String name, RunHistory history, Map<String, Object> settings) {

    /** The run in a folder, if it holds one. */
    static Optional<Run> open(Path folder) throws IOException {
      var history = RunHistory.of(folder);
      if (history.isEmpty()) return Optional.empty();
      return Optional.of(new Run(folder.toRealPath().getFileName().toString(), history.get(), settings(folder)));
    }

    private static Map<String, Object> settings(Path folder) throws IOException {
      try {
        return Checkpoint.open(folder).settings();
      } catch (TrainingException none) {
        return Map.of();
      }
    }

    String setting(String name) {
      var text = Settings.text(settings.get(name));
      return text == null ? NOTHING : text;
    }

    String measured(String name) {
      var value = history.last().get(name);
      return value == null ? NOTHING : String.format(Locale.ROOT, "%.4g", value);
    }
  }

  Report report() {
    var sections = new ArrayList<Report.Section>();
    sections.add(new Report.Chart("Training loss", "step", "loss",
        runs.stream().map(run -> run.history.losses(run.name)).toList(), false));
    for (var measure : measures()) {
      sections.add(new Report.Chart(measure, "step", measure,
          runs.stream().map(run -> run.history.measured(run.name, measure)).toList(), false));
    }
    sections.add(table("At the end", measures(), Run::measured));
    sections.add(table("Settings in which they differ", differing(), Run::setting));
    return new Report("Comparison of runs", runs.size() + " runs, each a curve.", List.of(), sections, List.of());
  }

  /** The measures at the end, a line each, below the names of the runs. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(line("", runs.stream().map(Run::name).toList()));
    for (var measure : measures()) lines.add(line(measure, runs.stream().map(run -> run.measured(measure)).toList()));
    return lines;
  }

  private String line(String name, List<String> values) {
    var line = new StringBuilder(String.format("%-" + width(measures()) + "s", name));
    for (int i = 0; i < values.size(); i++) {
      line.append(String.format("  %" + Math.max(9, runs.get(i).name.length()) + "s", values.get(i)));
    }
    return line.toString();
  }

  private static int width(SequencedSet<String> names) {
    return names.stream().mapToInt(String::length).max().orElse(1);
  }

  private SequencedSet<String> measures() {
    var names = new LinkedHashSet<String>();
    for (var run : runs) names.addAll(run.history.last().keySet());
    return names;
  }

  private SequencedSet<String> differing() {
    var names = new LinkedHashSet<String>();
    for (var run : runs) names.addAll(run.settings.keySet());
    names.removeIf(name -> runs.stream().map(run -> run.setting(name)).distinct().count() == 1);
    return names;
  }

  private Report.Section table(String title, SequencedSet<String> names, BiFunction<Run, String, String> cell) {
    var columns = new ArrayList<>(List.of(""));
    runs.forEach(run -> columns.add(run.name));
    return new Report.Table(title, columns, names.stream().map(name -> {
      var row = new ArrayList<>(List.of(name));
      runs.forEach(run -> row.add(cell.apply(run, name)));
      return List.copyOf(row);
    }).toList());
  }
}
