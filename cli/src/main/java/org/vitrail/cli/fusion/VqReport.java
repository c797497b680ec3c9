package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.report.Thumbnail;
import org.vitrail.cli.train.RunHistory;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.nn.train.Outcome;
import org.vitrail.vit.classify.Pixels;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.vq.Reconstruction;
import org.vitrail.vlm.vq.Vq;

/** The report on a picture tokenizer: curves of its training, pictures beside what their codes keep of them. */
record VqReport(Vq vq, CaptionSet set, Outcome outcome, Path run, Map<String, Object> settings) {
  private static final int SHOWN = 12;
  private static final int MEASURED = 512;

  void write(Path file) throws IOException {
    var test = set.test().map(Captioned::picture).subset(0, Math.min(MEASURED, set.test().size()));
    var measured = Reconstruction.of(vq, test);
    var sections = new ArrayList<Report.Section>();
    RunHistory.of(run).ifPresent(history -> {
      sections.add(history.lossChart("squared error and what the codebook costs"));
      sections.add(history.measuresChart("How well pictures come back", "PSNR in dB", List.of("psnr", "objectPsnr")));
      sections.add(history.measuresChart("How alike the codes are used", "perplexity", List.of("perplexity")));
    });
    sections.add(gallery(IntStream.range(0, Math.min(SHOWN, test.size())).mapToObj(test::get).toList()));
    sections.add(histogram(measured));
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    ReportWriter.write(new Report("Picture tokenizer on " + set.name(), summary(), figures(measured), sections, next()),
        file);
  }

  private String summary() {
    return ("A model of %,d parameters turns a picture of %dx%d pixels into %d codes of %d, and these back into a "
        + "picture. All pictures below were held out.").formatted(TrainingRun.parameters(vq), vq.config().side(),
            vq.config().side(), vq.length(), vq.codes());
  }

  private List<Report.Figure> figures(Reconstruction measured) {
    return List.of(
        new Report.Figure("PSNR", format("%.1f dB", measured.psnr()),
            format("of pixels that are not background %.1f dB", measured.objectPsnr())),
        new Report.Figure("codes used", format("%.0f %%", 100 * measured.usage()),
            format("perplexity %.0f", measured.perplexity())),
        new Report.Figure("stable", format("%.1f %%", 100 * measured.stability()),
            "codes that are the same after decoding and encoding again"),
        new Report.Figure("time", format("%.1f s", outcome.seconds()), "training"));
  }

  private Report.Section gallery(List<Picture> pictures) {
    var rebuilt = Pixels.pictures(vq.decode(vq.encode(Pixels.of(pictures))));
    var exhibits = new ArrayList<Report.Exhibit>();
    for (int i = 0; i < pictures.size(); i++) {
      exhibits.add(exhibit("original", pictures.get(i)));
      exhibits.add(exhibit("from its codes", rebuilt.get(i)));
    }
    return new Report.Gallery("Pictures and what their codes keep", "Each held-out picture is followed by what the "
        + "decoder makes of its " + vq.length() + " codes.", exhibits);
  }

  private static Report.Exhibit exhibit(String caption, Picture picture) {
    return new Report.Exhibit(caption, "a held-out picture, " + caption, Thumbnail.of(picture), List.of(), List.of());
  }

  /** The shares of the codes, the commonest first. */
  private static Report.Section histogram(Reconstruction measured) {
    int[] sorted = Arrays.stream(measured.counts()).map(n -> -n).sorted().map(n -> -n).toArray();
    double all = Arrays.stream(sorted).sum();
    return new Report.Chart("How often each code is used, the commonest first", "code", "share", List.of(
        new Report.Curve("share", IntStream.rangeClosed(1, sorted.length).asDoubleStream().toArray(),
        Arrays.stream(sorted).mapToDouble(n -> n / all).toArray())), true);
  }

  private List<Report.Command> next() {
    return List.of(new Report.Command("vitrail train chameleon --vq " + run,
        "a model that reads and writes pictures as these codes, among words"));
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
