package org.vitrail.cli.language;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.train.RunHistory;

/**
 * The report on a language model: the curve of its training, and what it wrote on the way.
 *
 * @param loss held-out, in nats a token
 */
record LmReport(String data, long parameters, double loss, double seconds, Path run, Map<String, Object> settings) {

  void write(Path file) throws IOException {
    var sections = new ArrayList<Report.Section>();
    RunHistory.of(run).ifPresent(history -> sections.add(history.lossChart("nats a token")));
    var samples = TextSamples.read(run);
    if (!samples.isEmpty()) {
      sections.add(new Report.Texts("What it wrote while it learned", List.of("step", "text"), samples));
    }
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    ReportWriter.write(new Report("A language model on " + data, summary(), figures(), sections, next()), file);
  }

  private String summary() {
    return ("A decoder of %,d parameters gives each token of text that it has never seen a probability of 1 in %s "
        + "on average.").formatted(parameters, format("%.1f", Math.exp(loss)));
  }

  private List<Report.Figure> figures() {
    return List.of(
        new Report.Figure("loss", format("%.4f", loss), "held-out, nats a token"),
        new Report.Figure("perplexity", format("%.2f", Math.exp(loss)), "held-out"),
        new Report.Figure("time", format("%.1f s", seconds), "training"));
  }

  private List<Report.Command> next() {
    return List.of(
        new Report.Command("vitrail generate --model " + run + " --prompt \"…\" --temp 0.8", "let it write"),
        new Report.Command("vitrail train lm --data FILE --style llama", "another text, another family"));
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
