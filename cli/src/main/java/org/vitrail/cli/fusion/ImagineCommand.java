package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.console.UnknownText;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.report.Thumbnail;
import org.vitrail.kernels.Devices;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.fusion.ContrastiveDecoding;
import org.vitrail.vlm.fusion.Guidance;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Sampling;
import org.vitrail.vlm.fusion.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail imagine}. */
@Command(
    name = "imagine",
    description = "Paint pictures of what a text says, as PNG files and on a page.",
    sortOptions = false,
    footer = {
      "  vitrail imagine --model runs/chameleon-scenes \"a yellow circle and a blue square\" -n 4 -o imagined/",
      "  vitrail imagine --model M \"a small green ring\" --guidance 1      more varied, less near to the text",
      "  vitrail imagine --model M \"a small green ring\" --contrast 0.1    likely with the text, not without",
      "  vitrail imagine --model M \"a small green ring\" --temp 0          always the likeliest code"
    })
public final class ImagineCommand implements Callable<Integer> {
  private static final int LIKELIEST = 4;
  /** So often a picture is shown while it forms. */
  private static final int FORMING = 4;

  private final Console console;

  @Parameters(paramLabel = "TEXT", description = "What to paint.")
  private String text;

  @Option(names = "-n", paramLabel = "N", defaultValue = "4", description = "How many pictures (${DEFAULT-VALUE}).")
  private int count;

  @Option(names = {"-o", "--out"}, paramLabel = "DIR", defaultValue = "imagined",
      description = "The folder for the pictures and their page (${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--temp", paramLabel = "T", defaultValue = "1",
      description = "Temperature of the codes; 0 always takes the likeliest (${DEFAULT-VALUE}).")
  private double temperature;

  @Option(names = "--top-k", paramLabel = "K", defaultValue = "0",
      description = "Choose among the K likeliest codes (${DEFAULT-VALUE}, all).")
  private int topK;

  @Option(names = "--top-p", paramLabel = "P", defaultValue = "0.9",
      description = "Choose among the fewest likeliest codes with probability P together, 1 for all (${DEFAULT-VALUE}).")
  private double topP;

  @Option(names = "--guidance", paramLabel = "S", defaultValue = "1.5",
      description = "Classifier-free guidance: above 1 further from pictures without the text; 1 for none (${DEFAULT-VALUE}).")
  private double guidance;

  @Option(names = "--contrast", paramLabel = "A",
      description = "Contrastive decoding in place of guidance: codes at least A times as likely as the fourth, by how "
          + "much likelier the text makes them.")
  private Double contrast;

  @Option(names = "--seed", paramLabel = "N", description = "The same seed paints the same pictures (another each time).")
  private Long seed;

  @Mixin private MixedModelOption model;
  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public ImagineCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    UserError.unless(count > 0, "-n " + count + " must be at least 1");
    UserError.unless(!text.isBlank(), "the text is empty; say what to paint");
    UserError.unless(temperature >= 0, "--temp " + temperature + " must be 0 or more");
    UserError.unless(topK >= 0, "--top-k " + topK + " must not be negative");
    UserError.unless(topP > 0 && topP <= 1, "--top-p " + topP + " must be above 0 and at most 1");
    UserError.unless(guidance > 0, "--guidance " + guidance + " must be above 0");
    UserError.unless(contrast == null || contrast > 0 && contrast <= 1,
        "--contrast " + contrast + " must be above 0 and at most 1");
    if (seed == null) seed = ThreadLocalRandom.current().nextLong(1 << 30);
    try (var generator = model.open(console)) {
      new UnknownText(generator.model().tokenizer()).notices(List.of(text)).forEach(notice -> console.say("note: " + notice));
      Devices.on(where.device(), () -> paint(generator));
    }
    return 0;
  }

  private int paint(MixedGenerator generator) throws IOException {
    int length = generator.model().vocabulary().pictureLength();
    var forming = new ArrayList<Report.Exhibit>();
    long start = System.nanoTime();
    List<Picture> pictures;
    try (var progress = Progress.of(console, "painting", "codes", 0, count * length)) {
      var written = new AtomicInteger();
      pictures = generator.imagine(Collections.nCopies(count, text), style(generator), (row, codes) -> {
        progress.step(Progress.Step.of(written.incrementAndGet()));
        if (row == 0 && codes.length * FORMING % length < FORMING) {
          forming.add(exhibit(codes.length + " codes", generator.model().forming(codes)));
        }
      });
    }
    write(pictures, forming, (System.nanoTime() - start) / 1e9, length);
    return pictures.size();
  }

  private Style style(MixedGenerator generator) {
    var style = Style.of(Mode.PICTURE).codes(new Sampling(temperature, topK, topP)).seed(seed);
    if (contrast != null) {
      return style.contrast(new ContrastiveDecoding(contrast, LIKELIEST), generator.withoutText());
    }
    return guidance == 1 ? style : style.contrast(new Guidance(guidance), generator.withoutText());
  }

  private void write(List<Picture> pictures, List<Report.Exhibit> forming, double seconds, int codes) throws IOException {
    Files.createDirectories(out);
    var files = new ArrayList<Path>();
    for (int i = 0; i < pictures.size(); i++) {
      files.add(out.resolve(String.format(Locale.ROOT, "%02d.png", i + 1)));
      Files.write(files.getLast(), pictures.get(i).png());
      if (!output.json) console.out().println(files.getLast());
    }
    var page = out.resolve("index.html");
    ReportWriter.write(page(pictures, forming), page);
    if (output.json) {
      console.figures(Map.of("pictures", files.stream().map(Path::toString).toList(), "seed", seed, "page",
          page.toString(), "seconds", seconds, "codesPerSecond", codes * count / seconds), true);
    } else {
      console.say(String.format(Locale.ROOT, "page: %s, seed %d; %d pictures of %d codes in %.2f s", page, seed, count,
          codes, seconds));
    }
  }

  private Report page(List<Picture> pictures, List<Report.Exhibit> forming) {
    var all = IntStream.range(0, pictures.size())
        .mapToObj(i -> exhibit(String.valueOf(i + 1), pictures.get(i))).toList();
    return new Report("“" + text + "”", "Imagined with seed " + seed + ".", List.of(), List.of(
        new Report.Gallery("Pictures", "", all),
        new Report.Gallery("How the first one formed", "A code after the other, row by row.", forming)), List.of());
  }

  private Report.Exhibit exhibit(String caption, Picture picture) {
    return new Report.Exhibit(caption, text, Thumbnail.of(picture), List.of(), List.of());
  }
}
