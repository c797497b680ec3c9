package org.vitrail.cli.report;

import static org.vitrail.cli.report.Html.each;
import static org.vitrail.cli.report.Html.text;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrail.cli.report.Report.Confusion;

/** The confusion matrix: a coloured table, and in words the pairs that are confused most. */
final class ConfusionTable {
  private static final int MOST_CLASSES = 64;
  private static final int PAIRS = 6;

  private record Pair(int is, int taken, int times) {}

  private ConfusionTable() {}

  static String html(Confusion confusion) {
    return words(confusion) + (confusion.labels().size() <= MOST_CLASSES ? matrix(confusion) : "");
  }

  private static String words(Confusion confusion) {
    var labels = confusion.labels();
    int n = labels.size();
    var pairs = IntStream.range(0, n * n).mapToObj(i -> new Pair(i / n, i % n, confusion.counts()[i / n][i % n]))
        .filter(p -> p.is() != p.taken() && p.times() > 0)
        .sorted(Comparator.comparingInt(Pair::times).reversed()).limit(PAIRS).toList();
    return pairs.isEmpty() ? "<p>Every example was recognised.</p>\n"
        : "<p>Confused most: %s.</p>\n".formatted(pairs.stream().map(p ->
            "<b>%s</b> taken for <b>%s</b> (%d)".formatted(
                text(labels.get(p.is())), text(labels.get(p.taken())), p.times()))
            .collect(Collectors.joining(", ")));
  }

  private static String matrix(Confusion confusion) {
    var labels = confusion.labels();
    var rows = IntStream.range(0, labels.size()).boxed().toList();
    return """
        <p class="small-print">Rows: what it is. Columns: what it was taken for. Last column: the share recognised.</p>
        <div class="scroll"><table class="confusion%s" style="--classes:%d">
        <thead><tr><td></td>%s<th scope="col">recall</th></tr></thead>
        <tbody>%s</tbody>
        </table></div>
        """.formatted(labels.size() > 20 ? " dense" : "", labels.size(),
        each(labels, label -> "<th scope=\"col\">" + text(label) + "</th>"),
        each(rows, row -> row(confusion, row)));
  }

  private static String row(Confusion confusion, int row) {
    var counts = confusion.counts()[row];
    int most = IntStream.of(counts).max().orElse(0);
    int all = IntStream.of(counts).sum();
    var cells = IntStream.range(0, counts.length).mapToObj(column -> cell(counts[column], most, row == column))
        .collect(Collectors.joining());
    var recall = all == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * counts[row] / all);
    return "<tr><th scope=\"row\">%s</th>%s<td class=\"recall\">%s</td></tr>\n".formatted(
        text(confusion.labels().get(row)), cells, recall);
  }

  /** A cell is coloured by its share of the greatest in its row; a mistake is lifted to the square root, to be seen. */
  private static String cell(int count, int most, boolean right) {
    if (count == 0) return "<td class=\"zero\">0</td>";
    double share = (double) count / most;
    double strength = right ? share : Math.max(0.25, Math.sqrt(share));
    return String.format(Locale.ROOT, "<td class=\"%s%s\" style=\"--strength:%.0f%%\">%d</td>",
        right ? "right" : "wrong", strength > 0.55 ? " strong" : "", 100 * strength, count);
  }
}
