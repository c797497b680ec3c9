package org.vitrail.cli.device;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vitrail devices}. */
@Command(
    name = "devices",
    description = "Show what this machine can compute on, and what is missing for more.",
    footer = {
      "  vitrail devices",
      "  vitrail devices --json",
      "  vitrail devices -Dvitrail.vector.bits=256     narrower vectors",
      "  vitrail devices -Dvitrail.device=scalar       another default"
    })
public final class DevicesCommand implements Runnable {
  private final Console console;
  @Mixin private JsonOption output;

  public DevicesCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    var figures = new LinkedHashMap<String, Object>();
    if (output.json) figures.put("devices", Devices.all().stream().map(DevicesCommand::json).toList());
    else Devices.all().forEach(this::say);
    figures.put("default", Devices.current().name());
    figures.put("threads", Workers.threads());
    figures.put("heap_mib", Runtime.getRuntime().maxMemory() >> 20);
    figures.put("java", Runtime.version().toString());
    if (output.json) figures.put("problems", Devices.problems());
    else if (!Devices.problems().isEmpty()) figures.put("missing", String.join("; ", Devices.problems()));
    console.figures(figures, output.json);
  }

  private static Map<String, Object> json(Device device) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", device.name());
    json.put("description", device.description());
    json.putAll(device.details());
    return json;
  }

  /** The device, and below it what more there is to say. */
  private void say(Device device) {
    var lines = new LinkedHashMap<String, Object>();
    lines.put(device.name(), device.description());
    device.details().forEach((name, value) -> lines.put("  " + name, value));
    console.figures(lines, false);
  }
}
