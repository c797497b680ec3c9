package org.vitrail.cli.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.cli.report.Report.Table;

/** A table as lines of text; the first columns, of words, stand on the left, those of numbers on the right. */
record TextTable(Table table) {
  private static final List<String> WORDS = List.of("kernel", "shape", "model");

  /** Columns side by side, for a terminal. */
  String plain() {
    return Stream.concat(Stream.of(table.columns()), table.rows().stream())
        .map(row -> line(row, "  ").stripTrailing()).collect(Collectors.joining("\n"));
  }

  /** A table of Markdown, readable as it stands. */
  String markdown() {
    var rule = IntStream.range(0, table.columns().size())
        .mapToObj(i -> isText(i) ? "-".repeat(width(i)) : "-".repeat(width(i) - 1) + ":").toList();
    return Stream.concat(Stream.of(table.columns(), rule), table.rows().stream())
        .map(row -> "| " + line(row, " | ") + " |").collect(Collectors.joining("\n"));
  }

  private String line(List<String> row, String gap) {
    return IntStream.range(0, row.size()).mapToObj(i -> {
      var blank = " ".repeat(width(i) - row.get(i).length());
      return isText(i) ? row.get(i) + blank : blank + row.get(i);
    }).collect(Collectors.joining(gap));
  }

  private boolean isText(int column) {
    return WORDS.contains(table.columns().get(column));
  }

  private int width(int column) {
    return Stream.concat(Stream.of(table.columns()), table.rows().stream()).mapToInt(row -> row.get(column).length())
        .max().orElse(1);
  }
}
