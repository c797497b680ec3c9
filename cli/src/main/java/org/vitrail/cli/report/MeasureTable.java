package org.vitrail.cli.report;

import static org.vitrail.cli.report.Html.each;
import static org.vitrail.cli.report.Html.text;

import java.util.Locale;
import org.vitrail.cli.report.Report.Measure;
import org.vitrail.cli.report.Report.Measures;

/** Measures: a row each, with a bar that shows the value, its interval as a line, and chance as a mark. */
final class MeasureTable {
  private MeasureTable() {}

  static String html(Measures measures) {
    return """
        <p>%s</p>
        <div class="scroll"><table class="measures">
        <thead><tr><th scope="col">measure</th><th scope="col">of</th><td></td><th scope="col">value</th>\
        <th scope="col">95 %% interval</th><th scope="col">chance</th><th scope="col">items</th></tr></thead>
        <tbody>%s</tbody>
        </table></div>
        """.formatted(text(measures.explanation()), each(measures.measures(), MeasureTable::row));
  }

  private static String row(Measure m) {
    return ("<tr><th scope=\"row\">%s</th><td class=\"how\">%s</td><td class=\"bar\">%s</td>"
        + "<td><b>%s</b></td><td>%s</td>")
        .formatted(text(m.name()), text(m.how()), m.isShare() ? bar(m) : "", number(m, m.value()), interval(m))
        + "<td>%s</td><td>%,d</td></tr>\n".formatted(number(m, m.chance()), m.items());
  }

  private static String bar(Measure m) {
    var chance = Double.isFinite(m.chance())
        ? String.format(Locale.ROOT, "<u style=\"left:%.1f%%\"></u>", place(m.chance())) : "";
    return String.format(Locale.ROOT,
        "<i><b style=\"width:%.1f%%\"></b><s style=\"left:%.1f%%;width:%.1f%%\"></s>%s</i>",
        place(m.value()), place(m.lo()), place(m.hi()) - place(m.lo()), chance);
  }

  /** Per cent of the width of a bar. */
  private static double place(double share) {
    return Double.isFinite(share) ? 100 * Math.clamp(share, 0, 1) : 0;
  }

  private static String interval(Measure m) {
    return Double.isFinite(m.lo()) && Double.isFinite(m.hi()) ? number(m, m.lo()) + " – " + number(m, m.hi()) : "–";
  }

  private static String number(Measure m, double value) {
    if (!Double.isFinite(value)) return "–";
    return m.isShare() ? String.format(Locale.ROOT, "%.1f %%", 100 * value) : String.format(Locale.ROOT, "%.2f", value);
  }
}
