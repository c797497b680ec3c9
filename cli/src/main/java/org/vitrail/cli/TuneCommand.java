package org.vitrail.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
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
      "  vitrail tune --json | jq .settings"
    })
final class TuneCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--device", paramLabel = "NAME", defaultValue = "opencl",
      description = "The device to tune, see vitrail devices (${DEFAULT-VALUE}).")
  private String device;

  @Mixin private JsonOption output;

  TuneCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    if (!(Devices.named(device) instanceof OpenClDevice cl)) {
      throw new UserError(device + " has nothing to tune; name an OpenCL device, see vitrail devices");
    }
    if (!cl.hardware().hasLocalMemory()) {
      throw new UserError(cl.name() + " is a processor, whose products are not made in tiles: there is nothing to tune");
    }
    var tuner = new GemmTuner(cl);
    int count = tuner.classes().size();
    var gains = new double[2];
    tuner.run(found -> {
      gains[0] += Math.log(found.gflops() / found.untuned());
      gains[1]++;
      console.say(String.format(Locale.ROOT, "%3.0f of %d  %-32s %-18s %8.0f GFLOP/s  %.2fx", gains[1], count, found.key(),
          found.tile(), found.gflops(), found.gflops() / found.untuned()));
    });
    var figures = new LinkedHashMap<String, Object>();
    figures.put("device", cl.name());
    figures.put("classes", count);
    figures.put("mean_gain", Math.exp(gains[0] / gains[1]));
    figures.put("settings", cl.tuning().save().toString());
    console.figures(figures, output.json);
    return 0;
  }
}
