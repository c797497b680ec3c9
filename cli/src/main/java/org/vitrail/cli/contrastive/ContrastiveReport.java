package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.Embedder;
import org.vitrail.vlm.EmbeddingIndex;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.Captioned;

/** The report on a model of two towers: curves of its training, search by text, and labels for pictures. */
record ContrastiveReport(String kind, VisionText vision, CaptionSet set, Outcome outcome, Path run,
    Map<String, Object> settings, List<Report.Section> more) {
  private static final int SEARCHED = 512;
  private static final int QUERIES = 3;
  private static final int FOUND = 6;
  private static final int LABELLED = 12;
  private static final int LABELS = 5;

  void write(Path file) throws IOException {
    var sections = new ArrayList<Report.Section>();
    RunHistory.of(run).ifPresent(history -> {
      sections.add(history.lossChart("of a batch"));
      sections.add(history.measuresChart("Held out", "share", outcome.metrics().keySet()));
    });
    try (var embedder = new Embedder(vision)) {
      sections.addAll(searches(embedder));
      sections.add(labels(embedder));
    }
    sections.addAll(more);
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    ReportWriter.write(new Report(title(), summary(), figures(), sections, next()), file);
  }

  private String title() {
    return switch (kind) {
      case "clip" -> "CLIP on ";
      case "siglip" -> "SigLIP on ";
      default -> "Llip on ";
    } + set.name();
  }

  private String summary() {
    return ("Two towers of %,d parameters together, one for pictures and one for texts, put both into one space: what "
        + "belongs together is close there. All pictures below were held out.")
        .formatted(TrainingRun.parameters(vision.model()));
  }

  private List<Report.Figure> figures() {
    var figures = new ArrayList<Report.Figure>();
    outcome.metrics().forEach((name, value) ->
        figures.add(new Report.Figure(name, String.format(Locale.ROOT, "%.1f %%", 100 * value), "held out")));
    figures.add(new Report.Figure("time", String.format(Locale.ROOT, "%.1f s", outcome.seconds()), "training"));
    return figures;
  }

  /** The captions of held-out pictures as queries: what is found for each among all of them. */
  private List<Report.Section> searches(Embedder embedder) {
    var shown = IntStream.range(0, Math.min(SEARCHED, set.test().size())).mapToObj(set.test()::get).toList();
    var numbers = IntStream.range(0, shown.size()).mapToObj(Integer::toString).toList();
    var index = EmbeddingIndex.of("", numbers, embedder.embedPictures(shown.stream().map(Captioned::picture).toList()));
    return queries(shown).stream().map(query -> (Report.Section) new Report.Gallery("Search: “" + query + "”",
        "The closest of " + shown.size() + " pictures, with the cosine.",
        index.nearest(embedder.embed(query), FOUND).stream().map(hit -> {
          var found = shown.get(Integer.parseInt(hit.name()));
          return new Report.Exhibit(
              String.format(Locale.ROOT, "%.3f  %s", hit.similarity(), found.captions().getFirst()),
              found.captions().getFirst(), Thumbnail.of(found.picture()), List.of(), List.of());
        }).toList())).toList();
  }

  private static List<String> queries(List<Captioned> shown) {
    return IntStream.range(0, Math.min(QUERIES, shown.size()))
        .mapToObj(i -> shown.get((i * shown.size() / QUERIES + i) % shown.size()).captions().getFirst())
        .distinct().toList();
  }

  /** Pictures with a few captions to choose from, their own among them. */
  private Report.Section labels(Embedder embedder) {
    var exhibits = new ArrayList<Report.Exhibit>();
    int n = set.test().size();
    for (int i = 0; i < Math.min(LABELLED, n); i++) {
      var own = set.test().get(i);
      var caption = own.captions().getFirst();
      int first = i;
      var labels = IntStream.range(0, LABELS).mapToObj(k -> set.test().get((first + 7 * k) % n).captions().getFirst())
          .distinct().toList();
      exhibits.add(exhibit(own.picture(), caption, embedder.classify(own.picture(), labels)));
    }
    return new Report.Gallery("Zero-shot labels", "Each picture with texts that it was not trained to choose from; its "
        + "own caption is among them.", exhibits);
  }

  private static Report.Exhibit exhibit(Picture picture, String caption, List<Embedder.Label> labels) {
    return new Report.Exhibit(caption, caption, Thumbnail.of(picture), labels.stream().map(label ->
        new Report.Guess(label.text(), label.probability(), label.text().equals(caption))).toList(), List.of());
  }

  private List<Report.Command> next() {
    return List.of(
        new Report.Command("vitrail zeroshot --model " + run + " --labels \"red circle,blue square\" PICTURE.png",
            "labels of your own for a picture of your own"),
        new Report.Command("vitrail search --model " + run + " --index PICTURES \"a red circle\"",
            "find pictures by a text"),
        new Report.Command("vitrail eval --model " + run + " --probes all",
            "what it understands: counting, relations, attributes, order"));
  }
}
