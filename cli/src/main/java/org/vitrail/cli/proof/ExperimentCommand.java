package org.vitrail.cli.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.vlm.experiment.Experiment;
import org.vitrail.vlm.experiment.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail experiment}. */
@Command(
    name = "experiment",
    description = {
      "Run a small learning experiment whose outcome is known: energy models, noise contrast, InfoNCE.",
      "Without a name it lists them. The exit code is 1 where a figure is not what it should be."
    },
    footer = {
      "  vitrail experiment",
      "  vitrail experiment ising",
      "  vitrail experiment ring --seed 7",
      "  vitrail experiment information --json"
    })
public final class ExperimentCommand implements Callable<Integer> {
  private final Console console;
  private final List<Experiment> experiments;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one.")
  private String name;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Names every random number of the run (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private JsonOption output;

  public ExperimentCommand(Console console, List<Experiment> experiments) {
    this.console = console;
    this.experiments = experiments;
  }

  @Override public Integer call() {
    if (name == null) {
      var known = new LinkedHashMap<String, Object>();
      experiments.forEach(experiment -> known.put(experiment.name(), experiment.about()));
      console.figures(known, output.json);
      return 0;
    }
    long start = System.nanoTime();
    var findings = named(name).run(seed,
        line -> console.say(String.format(Locale.ROOT, "%6.1f s  %s", since(start), line)));
    console.say(String.format(Locale.ROOT, "%6.1f s  done", since(start)));
    if (output.json) console.figures(Map.of("experiment", name, "seed", seed, "findings",
        findings.stream().map(ExperimentCommand::figures).toList()), true);
    else lines(findings).forEach(console.out()::println);
    return findings.stream().allMatch(Finding::isMet) ? 0 : 1;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private Experiment named(String name) {
    return experiments.stream().filter(experiment -> experiment.name().equals(name)).findFirst().orElseThrow(
        () -> new UserError("there is no experiment '" + name + "'; there are "
            + experiments.stream().map(Experiment::name).collect(Collectors.joining(", "))));
  }

  private static Map<String, Object> figures(Finding finding) {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("what", finding.what());
    figures.put("value", finding.value());
    figures.put("low", finding.low());
    figures.put("high", finding.high());
    figures.put("met", finding.isMet());
    return figures;
  }

  private static List<String> lines(List<Finding> findings) {
    int width = findings.stream().mapToInt(finding -> finding.what().length()).max().orElse(0);
    var lines = new ArrayList<String>();
    for (var f : findings) {
      var line = String.format(Locale.ROOT, "%-" + width + "s  %9.4f  %s", f.what(), f.value(), target(f));
      lines.add(f.isMet() ? line.stripTrailing() : line + "  MISSED");
    }
    return lines;
  }

  private static String target(Finding f) {
    boolean hasLow = Double.isFinite(f.low());
    boolean hasHigh = Double.isFinite(f.high());
    if (hasLow && hasHigh) return String.format(Locale.ROOT, "%.4g to %.4g", f.low(), f.high());
    if (hasLow) return String.format(Locale.ROOT, "at least %.4g", f.low());
    return hasHigh ? String.format(Locale.ROOT, "at most %.4g", f.high()) : "";
  }
}
