package org.vitrail.cli.proof;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.parity.CaseResult;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vitrail parity}. */
@Command(
    name = "parity",
    description = {
      "Prove that models compute what a reference computed: outputs and gradients against golden cases.",
      "A case is a folder with case.json, config.json, model.safetensors and io.safetensors, "
          + "or a set with a manifest.json.",
      "Errors are shares of the tolerance that the case allows; up to 1 is right. The exit code is 0 only if all pass."
    },
    footer = {
      "  vitrail parity cases/vit",
      "  vitrail parity cases/* --json | jq '.cases[] | select(.status != \"PASS\")'",
      "  vitrail parity cases/ops --device scalar"
    })
public final class ParityCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "CASE", description = "Folders of cases.")
  private List<Path> cases;

  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public ParityCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() {
    threads.apply();
    var target = where.device();
    var results = cases.stream().map(path -> {
      var result = Devices.on(target, () -> Parity.run(path));
      if (!output.json) console.out().println(line(result));
      return result;
    }).toList();
    if (output.json) console.figures(Map.of("cases", results.stream().map(ParityCommand::json).toList()), true);
    return results.stream().allMatch(CaseResult::passed) ? 0 : 1;
  }

  private static String line(CaseResult result) {
    var line = String.format(Locale.ROOT, "%-11s %-22s %-32s %4d tensors  outputs %8.3g  gradients %8.3g",
        result.status(), result.name(), result.className(), result.compared(), result.outputs(), result.gradients());
    return result.status() == Status.PASS ? line : line + "\n            " + result.message();
  }

  private static Map<String, Object> json(CaseResult result) {
    var json = new LinkedHashMap<String, Object>();
    json.put("case", result.name());
    json.put("class", result.className());
    json.put("tensors", result.compared());
    json.put("outputs", result.outputs());
    json.put("gradients", result.gradients());
    json.put("status", result.status().name());
    json.put("message", result.message());
    return json;
  }
}
