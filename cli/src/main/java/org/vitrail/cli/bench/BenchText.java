package org.vitrail.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vitrail.cli.report.Report.Table;

/** An outcome for a terminal and as a Markdown file. */
public record BenchText(Outcome outcome, boolean profile) {

  /** The tables one below the other. */
  public String plain() {
    return tables().stream().map(table -> table.title() + "\n" + new TextTable(table).plain().indent(2))
        .collect(Collectors.joining("\n")).stripTrailing();
  }

  /** Writes a Markdown file. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, markdown());
  }

  String markdown() {
    var machine = outcome.machine().entrySet().stream().map(fact -> "- " + fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining("\n"));
    var tables = tables().stream().map(table -> "## " + table.title() + "\n\n" + new TextTable(table).markdown() + "\n")
        .collect(Collectors.joining("\n"));
    return "# Measured by `vitrail bench`\n\n" + machine + "\n\n" + tables;
  }

  private List<Table> tables() {
    var tables = new ArrayList<>(Tables.results(outcome));
    if (profile) {
      outcome.steps().keySet().forEach(step -> tables.add(Tables.profile(step, outcome.limits().getLast())));
    }
    return tables;
  }
}
