package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.report.Thumbnail;
import org.vitrail.cli.train.RunHistory;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.nn.train.Outcome;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Style;

/** The report on a model of words and pictures: curves, what it says of pictures, and what it imagines. */
record MixedReport(String kind, MixedModel model, CaptionSet set, Outcome outcome, TrainingRun run,
    Map<String, Object> settings) {
  private static final int SHOWN = 12;
  private static final String RIGHT = ", right";
  /** Measures that are not in nats a token. */
  private static final Set<String> UNITLESS = Set.of("largest log Z", "size of the last layer");

  /** Curves of some of the measures. */
  private record Chart(String title, String unit, List<String> measures) {}

  private List<Chart> charts() {
    if (kind.equals("chameleon")) {
      return List.of(
          new Chart("Held out", "nats a token",
              List.of("words after picture", "words first", "codes after words", "codes first")),
          new Chart("Largest |log Z| held out", "log Z", List.of("largest log Z")),
          new Chart("Size of what leaves the last layer", "root mean square", List.of("size of the last layer")));
    }
    return List.of(
        new Chart("Held-out words", "share right",
            outcome.metrics().keySet().stream().filter(name -> name.endsWith(RIGHT)).toList()),
        new Chart("Held-out codes and tokens", "nats a token", Stream.of("codes in gaps", "codes from left to right",
            "tokens alone", "tokens after two documents").filter(outcome.metrics()::containsKey).toList()));
  }

  void write() throws IOException {
    var sections = new ArrayList<Report.Section>();
    RunHistory.of(run.folder()).ifPresent(history -> {
      sections.add(history.lossChart("nats a token"));
      for (var chart : charts()) sections.add(history.measuresChart(chart.title, chart.unit, chart.measures));
    });
    try (var generator = new MixedGenerator(model)) {
      var shown = IntStream.range(0, Math.min(SHOWN, set.test().size())).mapToObj(set.test()::get).toList();
      sections.add(imagined(generator, shown));
      sections.add(captioned(generator, shown));
      sections.add(kept(shown));
    }
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    var title = (kind.equals("chameleon") ? "Chameleon" : "CM3Leon") + " on " + set.name();
    ReportWriter.write(new Report(title, summary(), figures(), sections, next()), run.report());
  }

  private String summary() {
    return ("One decoder of %,d parameters reads and writes words and pictures: a picture is %d tokens of its vocabulary. "
        + "All pictures and texts below were held out.")
        .formatted(TrainingRun.parameters(model.decoder()), model.vocabulary().pictureLength());
  }

  private List<Report.Figure> figures() {
    var figures = new ArrayList<Report.Figure>();
    outcome.metrics().forEach((name, value) -> figures.add(name.endsWith(RIGHT)
        ? new Report.Figure(name.replace(RIGHT, ""), String.format(Locale.ROOT, "%.1f %%", 100 * value), "right")
        : new Report.Figure(name, number(value), UNITLESS.contains(name) ? "" : "nats a token")));
    figures.add(new Report.Figure("time", String.format(Locale.ROOT, "%.1f s", outcome.seconds()), "training"));
    return figures;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private Report.Section imagined(MixedGenerator generator, List<Captioned> shown) {
    var texts = shown.stream().map(example -> example.captions().getFirst()).toList();
    var pictures = generator.imagine(texts, generator.painting(1), (row, codes) -> {});
    return new Report.Gallery("Imagined", "Pictures that were made for held-out texts.", IntStream.range(0, texts.size())
        .mapToObj(i -> exhibit(texts.get(i), texts.get(i), pictures.get(i))).toList());
  }

  private Report.Section captioned(MixedGenerator generator, List<Captioned> shown) {
    var captions = generator.captions(shown.stream().map(Captioned::picture).toList(), Style.of(Mode.TEXT));
    return new Report.Gallery("Captioned", "Held-out pictures with what the model says of each.",
        IntStream.range(0, shown.size()).mapToObj(i -> exhibit(captions.get(i), shown.get(i).captions().getFirst(),
            shown.get(i).picture())).toList());
  }

  /** What is left of pictures as tokens. */
  private Report.Section kept(List<Captioned> shown) {
    var pictures = model.pictures(model.codes(shown.stream().map(Captioned::picture).toList()));
    return new Report.Gallery("Through the tokenizer", "The same pictures as tokens and back: more than this the model "
        + "neither sees nor shows.", IntStream.range(0, shown.size()).mapToObj(i -> exhibit("",
        shown.get(i).captions().getFirst(), pictures.get(i))).toList());
  }

  private static Report.Exhibit exhibit(String caption, String description, Picture picture) {
    return new Report.Exhibit(caption, description, Thumbnail.of(picture), List.of(), List.of());
  }

  private List<Report.Command> next() {
    return List.of(
        new Report.Command("vitrail imagine --model " + run.folder() + " \"a yellow circle and a blue square\" -n 4",
            "pictures for a text of your own"),
        new Report.Command("vitrail caption --model " + run.folder() + " PICTURE.png",
            "a caption for a picture of your own"));
  }
}
