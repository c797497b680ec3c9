package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.kernels.Devices;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.cm3.Infiller.Filled;
import org.vitrail.vlm.cm3.Infiller;
import org.vitrail.vlm.fusion.Sampling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail infill}. */
@Command(
    name = "infill",
    description = "Fill a gap of a text that tells of a picture, or of a picture that a text tells of.",
    sortOptions = false,
    footer = {
      "  vitrail infill --model runs/cm3leon-scenes --image circle.png \"a [MASK] circle\"",
      "  vitrail infill --model M --image circle.png --erase 5-6 \"a green circle\" -o painted.png",
      "",
      "  The codes of a picture count from 0, row by row: of a picture of 4x4 codes 5-6 is the middle of the second row."
    })
public final class InfillCommand implements Callable<Integer> {
  static final String GAP = "[MASK]";

  private final Console console;

  @Parameters(paramLabel = "TEXT", description = "The text; " + GAP + " stands for what is missing.")
  private String text;

  @Option(names = "--image", paramLabel = "FILE", required = true, description = "The picture that it tells of.")
  private Path image;

  @Option(names = "--erase", paramLabel = "FIRST-LAST",
      description = "The codes of the picture that are painted anew, such as 5-6.")
  private String erased;

  @Option(names = {"-o", "--out"}, paramLabel = "FILE", defaultValue = "infilled.png",
      description = "Where the picture goes, if part of it is painted (${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--temp", paramLabel = "T", defaultValue = "0",
      description = "Temperature; 0 always takes the likeliest token (${DEFAULT-VALUE}).")
  private double temperature;

  @Option(names = "--seed", paramLabel = "N", description = "The same seed fills in the same (another each time).")
  private Long seed;

  @Mixin private MixedModelOption model;
  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public InfillCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    boolean words = text.contains(GAP);
    UserError.unless(words == (erased == null), "give one gap: " + GAP + " in the text, or codes of the picture with --erase");
    UserError.unless(text.indexOf(GAP) == text.lastIndexOf(GAP), "the text has more than one " + GAP + "; give one");
    UserError.unless(temperature >= 0, "--temp " + temperature + " must be 0 or more");
    if (seed == null) seed = ThreadLocalRandom.current().nextLong(1 << 30);
    try (var generator = model.open(console)) {
      var infiller = Infiller.of(generator, Sampling.at(temperature), seed);
      var picture = Picture.read(image);
      show(Devices.on(where.device(), () -> words ? infiller.words(picture, before(), after())
          : infiller.codes(picture, text, bound(0), bound(1) + 1)));
    }
    return 0;
  }

  /** The first or the last of the codes that are erased. */
  private int bound(int which) {
    UserError.unless(erased.matches("\\d{1,6}(-\\d{1,6})?"), "--erase " + erased + " is no FIRST-LAST, such as 5-6");
    var bounds = erased.split("-");
    return Integer.parseInt(bounds[Math.min(which, bounds.length - 1)]);
  }

  private String before() {
    return text.substring(0, text.indexOf(GAP)).strip();
  }

  private String after() {
    return text.substring(text.indexOf(GAP) + GAP.length()).strip();
  }

  private void show(Filled filled) throws IOException {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("text", filled.text());
    if (filled.picture() != null) {
      Files.write(out, filled.picture().png());
      figures.put("picture", out.toString());
    }
    console.figures(figures, output.json);
  }
}
