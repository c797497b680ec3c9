package org.vitrail.cli.language;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.train.RunHistory;
import org.vitrail.llm.train.MaskedText.Riddle;
import org.vitrail.nn.train.Outcome;

/** The report on a BERT: the curves of its training, and what it fills in. */
record BertReport(String data, long parameters, Outcome outcome, List<Riddle> riddles, Path run,
    Map<String, Object> settings) {

  void write(Path file) throws IOException {
    var sections = new ArrayList<Report.Section>();
    RunHistory.of(run).ifPresent(history -> {
      sections.add(history.lossChart("nats a masked token"));
      sections.add(history.accuracyChart("share restored"));
    });
    if (!riddles.isEmpty()) {
      sections.add(new Report.Table("What it fills in", List.of("text", "guesses", "hidden"),
          riddles.stream().map(BertReport::row).toList()));
    }
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    ReportWriter.write(new Report("A BERT on " + data, summary(), figures(), sections, next()), file);
  }

  private static List<String> row(Riddle riddle) {
    return List.of(riddle.text(), riddle.guesses().stream()
        .map(guess -> guess.word() + format(" %.1f %%", 100 * guess.probability())).collect(Collectors.joining(", ")),
        riddle.hidden() == null ? "" : riddle.hidden());
  }

  private double measured(String name) {
    return outcome.metrics().get(name);
  }

  private String summary() {
    return ("An encoder of %,d parameters restores %s of the hidden tokens of lines that it has never seen.")
        .formatted(parameters, format("%.1f %%", 100 * measured("accuracy")));
  }

  private List<Report.Figure> figures() {
    return List.of(
        new Report.Figure("accuracy", format("%.2f %%", 100 * measured("accuracy")), "held-out, of masked tokens"),
        new Report.Figure("loss", format("%.4f", measured("loss")), "held-out, nats a masked token"),
        new Report.Figure("time", format("%.1f s", outcome.seconds()), "training"));
  }

  private List<Report.Command> next() {
    return List.of(
        new Report.Command("vitrail train bert --data FILE --tokenizer bpe", "another text, in pieces of words"),
        new Report.Command("vitrail train lm --data FILE", "a model that writes"));
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
