package org.vitrail.cli.report;

import static org.vitrail.cli.report.Html.each;
import static org.vitrail.cli.report.Html.resource;
import static org.vitrail.cli.report.Html.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.cli.report.Report.Chart;
import org.vitrail.cli.report.Report.Command;
import org.vitrail.cli.report.Report.Confusion;
import org.vitrail.cli.report.Report.Facts;
import org.vitrail.cli.report.Report.Figure;
import org.vitrail.cli.report.Report.Gallery;
import org.vitrail.cli.report.Report.Roofline;
import org.vitrail.cli.report.Report.Measures;
import org.vitrail.cli.report.Report.Section;
import org.vitrail.cli.report.Report.Table;
import org.vitrail.cli.report.Report.Texts;
import org.vitrail.tensor.io.AtomicFile;

/**
 * Writes a report as one HTML file. The file refers to nothing outside itself and forbids the browser to try; styles,
 * pictures and the chart library (uPlot, MIT licence) are in it.
 */
public final class ReportWriter {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private ReportWriter() {}

  /** Writes the report to a file, which appears whole or not at all. */
  public static void write(Report report, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFile.write(file, html(report).getBytes(StandardCharsets.UTF_8));
  }

  /** The whole document. */
  static String html(Report report) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <title>%s</title>
        <style>
        %s
        %s
        </style>
        </head>
        <body>
        <header>
        %s
        <p class="brand">vitrail</p>
        <h1>%s</h1>
        <p class="summary">%s</p>
        <ul class="figures">%s</ul>
        </header>
        <main>
        %s
        %s
        </main>
        <footer>Made by Vitrail, a transformer engine written from scratch in Java. Charts by uPlot.</footer>
        <!-- uPlot: %s -->
        <script>
        %s
        %s
        </script>
        </body>
        </html>
        """.formatted(POLICY, text(report.title()), resource("uPlot.min.css"), resource("report.css"),
        resource("window.svg"), text(report.title()), text(report.summary()),
        each(report.figures(), ReportWriter::figure), each(report.sections(), ReportWriter::section),
        commands(report.next()), resource("uPlot.LICENSE").strip(), resource("uPlot.iife.min.js"),
        resource("report.js"));
  }

  private static String figure(Figure figure) {
    return "<li><span class=\"name\">%s</span><span class=\"value\">%s</span><span class=\"note\">%s</span></li>\n"
        .formatted(text(figure.name()), text(figure.value()), text(figure.note()));
  }

  private static String section(Section section) {
    return switch (section) {
      case Chart chart -> card("half", chart.title(), Charts.html(chart));
      case Roofline roofline -> card("", roofline.title(), Rooflines.html(roofline));
      case Confusion confusion -> card("", confusion.title(), ConfusionTable.html(confusion));
      case Gallery gallery -> card("", gallery.title(), Pictures.html(gallery));
      case Facts facts -> card("half", facts.title(), facts(facts));
      case Table table -> card("", table.title(), table(table.columns(), table.rows()));
      case Measures measures -> card("", measures.title(), MeasureTable.html(measures));
      case Texts texts -> card("", texts.title(), table("texts", texts.columns(), texts.rows()));
    };
  }

  private static String card(String width, String title, String content) {
    return "<section class=\"card %s\">\n<h2>%s</h2>\n%s</section>\n".formatted(width, text(title), content);
  }

  private static String facts(Facts facts) {
    return "<dl>" + each(facts.values().entrySet(), fact ->
        "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(text(fact.getKey()), text(fact.getValue()))) + "</dl>\n";
  }

  /** A table in a box that scrolls by itself where it is too wide. */
  static String table(List<String> columns, List<List<String>> rows) {
    return table("scroll", columns, rows);
  }

  private static String table(String box, List<String> columns, List<List<String>> rows) {
    return "<div class=\"%s\"><table><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>\n".formatted(box,
        each(columns, column -> "<th scope=\"col\">" + text(column) + "</th>"),
        each(rows, row -> "<tr>" + each(row, cell -> "<td>" + text(cell) + "</td>") + "</tr>\n"));
  }

  private static String commands(List<Command> commands) {
    if (commands.isEmpty()) return "";
    return card("", "What to try next", "<ul class=\"commands\">" + each(commands, command ->
        "<li><p>%s</p><pre><code>%s</code></pre></li>\n".formatted(text(command.explanation()), text(command.line())))
        + "</ul>\n");
  }
}
