package org.vitrail.cli.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.gemm.GemmTuner;
import org.vitrail.kernels.opencl.OpenClDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrail tune}. */
@Command(
    name = "tune",
    description = {
      "Measure which tiles suit the products of an OpenCL device best, and remember it for every later run.",
      "Without this the tiles are chosen by a rule; the settings are kept beside the device's built kernels."
    },
    footer = {
      "  vitrail tune",
      "  vitrail tune --device opencl:1",
      "  vitrail tune --json | jq .mean_gain"
    })
public final class TuneCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--device", paramLabel = "NAME", defaultValue = "opencl",
      description = "The device to tune, see vitrail devices (${DEFAULT-VALUE}).")
  private String device;

  @Mixin private JsonOption output;

  public TuneCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() {
    if (!(Devices.named(device) instanceof OpenClDevice cl)) {
      throw new UserError(device + " has nothing to tune; name an OpenCL device, see vitrail devices");
    }
    if (!cl.hardware().hasLocalMemory()) {
      throw new UserError(
          cl.name() + " is a processor, whose products are not made in tiles: there is nothing to tune");
    }
    var tuner = new GemmTuner(cl);
    int count = tuner.classes().size();
    var gains = new ArrayList<Double>();
    tuner.run(found -> {
      gains.add(found.gflops() / found.untuned());
      console.say(String.format(Locale.ROOT, "%3d of %d  %-32s %-18s %8.0f GFLOP/s  %.2fx", gains.size(), count,
          found.key(), found.tile(), found.gflops(), gains.getLast()));
      save(cl);
    });
    var figures = new LinkedHashMap<String, Object>();
    figures.put("device", cl.name());
    figures.put("classes", count);
    figures.put("mean_gain", Math.exp(gains.stream().mapToDouble(Math::log).average().orElse(0)));
    figures.put("settings_file", save(cl).toString());
    console.figures(figures, output.json);
    return 0;
  }

  /** After each class, so that nothing is lost when somebody stops the command. */
  private static Path save(OpenClDevice cl) {
    try {
      return cl.tuning().save();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
