package org.vitrail.cli.report;

import static org.vitrail.cli.report.Html.text;
import static org.vitrail.cli.report.Script.number;
import static org.vitrail.cli.report.Script.string;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vitrail.cli.report.Report.Mark;
import org.vitrail.cli.report.Report.Marks;
import org.vitrail.cli.report.Report.Roofline;

/** Rooflines: the data for the library as JSON, and a sentence for those who do not see the chart. */
final class Rooflines {
  private Rooflines() {}

  static String html(Roofline roofline) {
    return """
        <p>Each point is a kernel at one shape: how fast it was, over the operations that it makes of a byte. Nothing \
        can be above the lines: on the left memory is the limit, a line for each level; on the right multiply-adds \
        are. A kernel whose data stay in memory is held against the lowest line, not against all of them.</p>
        <figure class="chart roofline" role="img" aria-label="%s">
        <script type="application/json">%s</script></figure>
        """.formatted(text(sentence(roofline)), json(roofline));
  }

  private static String sentence(Roofline roofline) {
    return roofline.title() + ": the peak is " + number(roofline.peak()) + " GFLOP/s. "
        + roofline.groups().stream().filter(group -> !group.marks().isEmpty()).map(group -> {
          var best = group.marks().stream().max(Comparator.comparingDouble(Mark::limitShare)).orElseThrow();
          return String.format(Locale.ROOT, "%s come nearest to the limit with %.0f per cent, at %s.", group.name(),
              100 * best.limitShare(), best.name());
        }).collect(Collectors.joining(" "));
  }

  private static String json(Roofline roofline) {
    return "{\"peak\":%s,\"roofs\":%s,\"groups\":%s}".formatted(number(roofline.peak()),
        array(roofline.roofs(), roof -> "{\"name\":%s,\"bandwidth\":%s}".formatted(string(roof.name()),
            number(roof.bandwidth()))),
        array(roofline.groups(), Rooflines::json));
  }

  private static String json(Marks group) {
    return "{\"name\":%s,\"marks\":%s}".formatted(string(group.name()), array(group.marks(), mark ->
        "{\"name\":%s,\"x\":%s,\"y\":%s,\"share\":%s}".formatted(string(mark.name()), number(mark.intensity()),
            number(mark.gflops()), number(mark.limitShare()))));
  }

  private static <T> String array(List<T> items, Function<T, String> json) {
    return items.stream().map(json).collect(Collectors.joining(",", "[", "]"));
  }
}
