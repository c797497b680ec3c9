package org.vitrail.cli.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.report.Thumbnail;
import org.vitrail.cli.train.RunHistory;
import org.vitrail.vlm.probe.Example;
import org.vitrail.vlm.probe.Example.Option;
import org.vitrail.vlm.probe.Result;

/** The report on probes: each with its measures, chance beside them, and pictures with right and wrong answers. */
record ProbeReport(String model, List<Asked> probes, double seconds, Map<String, Object> settings) {
  private static final int OPTIONS = 3;
  private static final int HEADLINES = 6;

  void write(Path file) throws IOException {
    var sections = new ArrayList<Report.Section>();
    if (probes.size() > 1) {
      sections.add(new Report.Measures("At a glance", "The first measure of each probe: the bar is the value, the line "
          + "its 95 % interval, the red mark what guessing gives. A tie counts as a wrong answer.",
          probes.stream().map(asked -> measure(asked.title(), asked.headline())).toList()));
    }
    for (var asked : probes) sections.addAll(sections(asked));
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    ReportWriter.write(new Report("What " + model + " can do", summary(), figures(), sections, next()), file);
  }

  private String summary() {
    return String.format(Locale.ROOT, "Pictures and texts that the model is asked to match, in %s. It was asked for "
        + "%.0f seconds.", probes.size() == 1 ? "one probe" : probes.size() + " probes", seconds);
  }

  private List<Report.Figure> figures() {
    return probes.stream().limit(HEADLINES).map(asked -> {
      var result = asked.headline();
      var note = result.metric() + (Double.isFinite(result.chance()) ? ", chance " + share(result.chance()) : "");
      return new Report.Figure(asked.title(), share(result.value()), note);
    }).toList();
  }

  private static List<Report.Section> sections(Asked asked) {
    var findings = asked.findings();
    var sections = new ArrayList<Report.Section>();
    sections.add(new Report.Measures(asked.title(), asked.question(),
        findings.results().stream().map(result -> measure(result.metric(), result)).toList()));
    if (findings.confusion() != null) {
      sections.add(new Report.Confusion(asked.title() + ": what is taken for what", findings.confusion().labels(),
          findings.confusion().counts()));
    }
    if (!findings.examples().isEmpty()) {
      sections.add(new Report.Gallery(asked.title() + ": answers", "The first wrong answers and the first right ones. "
          + "What is true is green; a bar is the text's share among all that could be chosen.",
          findings.examples().stream().map(ProbeReport::exhibit).toList()));
    }
    return sections;
  }

  private static Report.Measure measure(String name, Result r) {
    return new Report.Measure(name, r.split() + (r.variant().isEmpty() ? "" : ", " + r.variant()), r.n(), r.isShare(),
        r.value(), r.lo(), r.hi(), r.chance());
  }

  /** The picture with the best options, and with one that is true if none of these is. */
  private static Report.Exhibit exhibit(Example example) {
    var options = example.options();
    double most = options.getFirst().score();
    double sum = options.stream().mapToDouble(option -> Math.exp(option.score() - most)).sum();
    var shown = new ArrayList<>(options.subList(0, Math.min(OPTIONS, options.size())));
    if (shown.stream().noneMatch(Option::fits)) options.stream().filter(Option::fits).findFirst().ifPresent(shown::add);
    return new Report.Exhibit(example.right() ? "right" : "wrong", shown.getFirst().text(),
        Thumbnail.of(example.picture()), shown.stream().map(option ->
            new Report.Guess(option.text(), Math.exp(option.score() - most) / sum, option.fits())).toList(), List.of());
  }

  private List<Report.Command> next() {
    var model = settings.get("model");
    return List.of(
        new Report.Command("vitrail zeroshot --model " + model + " --labels \"red circle,blue square\" PICTURE.png",
            "labels of your own for a picture of your own"),
        new Report.Command("vitrail eval --model " + model + " --data PICTURES",
            "zero-shot labels or retrieval on your pictures"));
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
