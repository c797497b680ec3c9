package org.vitrail.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.report.ReportWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail compare}. */
@Command(
    name = "compare",
    description = "Draw the curves of several runs of vitrail train into one report, beside the settings in which they "
        + "differ.",
    sortOptions = false,
    footer = {
      "  vitrail compare runs/a runs/b",
      "  vitrail compare runs/chameleon-* --report stability.html"
    })
public final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN", arity = "2..*", description = "The folders of runs, two at least.")
  private List<Path> runs;

  @Option(names = "--report", paramLabel = "FILE", defaultValue = "compare.html",
      description = "Where the report goes (${DEFAULT-VALUE}).")
  private Path report;

  @Mixin private JsonOption output;

  public CompareCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    var compared = new ArrayList<RunComparison.Run>();
    for (var run : runs) {
      compared.add(RunComparison.Run.open(run).orElseThrow(() -> new UserError(run
          + " is no run that vitrail train has begun: it has no metrics.jsonl; name its folder")));
    }
    var comparison = new RunComparison(compared);
    ReportWriter.write(comparison.report(), report);
    if (output.json) {
      var figures = new LinkedHashMap<String, Object>();
      for (var run : compared) figures.put(run.name(), run.history().last());
      figures.put("report", report.toString());
      console.figures(figures, true);
    } else {
      comparison.lines().forEach(console.out()::println);
      console.say("report: " + report);
    }
    return 0;
  }
}
