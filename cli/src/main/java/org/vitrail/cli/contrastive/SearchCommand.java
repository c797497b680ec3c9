package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.report.Thumbnail;
import org.vitrail.kernels.Devices;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;
import org.vitrail.vlm.Embedder;
import org.vitrail.vlm.EmbeddingIndex;
import org.vitrail.vlm.EmbeddingIndex.Hit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail search}. */
@Command(
    name = "search",
    description = "Find pictures by a text, or by a picture that is like them, and show them on a page.",
    sortOptions = false,
    footer = {
      "  vitrail search --model runs/clip-scenes --index photos/ \"a red circle above a blue square\"",
      "  vitrail embed --model M photos/ --out index/        embed them once",
      "  vitrail search --model M --index index/ \"a dog\"     search often",
      "  vitrail search --model M --index index/ --image dog.jpg --top 20"
    })
public final class SearchCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private VisionModel model;

  @Option(names = "--index", paramLabel = "FOLDER", required = true,
      description = "An index that vitrail embed made, or a folder with pictures, which are embedded first.")
  private Path index;

  @Parameters(paramLabel = "TEXT", arity = "0..1", description = "What to look for.")
  private String text;

  @Option(names = "--image", paramLabel = "FILE", description = "A picture to look for, in place of a text.")
  private Path image;

  @Option(names = "--top", paramLabel = "N", defaultValue = "12",
      description = "How many pictures to show (${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--out", paramLabel = "FILE", defaultValue = "search.html",
      description = "Where the page goes (${DEFAULT-VALUE}).")
  private Path out;

  @Mixin private PictureFiles pictures;
  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public SearchCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    UserError.unless(top > 0, "--top " + top + " must be at least 1");
    UserError.unless((text == null) != (image == null), "give a text to look for, or a picture with --image");
    UserError.unless(Files.isDirectory(index), "--index " + index + ": there is no such folder");
    return Devices.on(where.device(), this::search);
  }

  private int search() throws IOException {
    var vision = model.open(console);
    if (text != null) UnreadText.tell(vision.input(), List.of(text), console);
    try (var embedder = new Embedder(vision)) {
      var query = image == null ? embedder.embed(text) : embedder.embed(Picture.read(image));
      var hits = (EmbeddingIndex.isIn(index) ? read() : made(embedder)).nearest(query, top);
      if (output.json) {
        console.figures(Map.of("hits", hits.stream().map(
            hit -> Map.of("image", hit.name(), "similarity", hit.similarity())).toList()), true);
        return 0;
      }
      for (var hit : hits) console.out().println(String.format(Locale.ROOT, "%.3f  %s", hit.similarity(), hit.name()));
      ReportWriter.write(page(hits), out);
      console.say("page: " + out);
      return 0;
    }
  }

  private EmbeddingIndex read() throws IOException {
    var stored = EmbeddingIndex.read(index);
    if (!stored.model().equals(model.name)) {
      console.say("note: the index was made with " + stored.model() + "; hits mean something with the same model only");
    }
    return stored;
  }

  private EmbeddingIndex made(Embedder embedder) throws IOException {
    console.say(index + " is no index yet; to embed its pictures once and search often: vitrail embed --model "
        + model.name + " " + index + " --out INDEX");
    return Indexing.of(model.name, embedder, List.of(index), pictures, console);
  }

  private Report page(List<Hit> hits) {
    var exhibits = new ArrayList<Report.Exhibit>();
    for (var hit : hits) {
      var file = Path.of(hit.name());
      try {
        exhibits.add(new Report.Exhibit(
            String.format(Locale.ROOT, "%.3f  %s", hit.similarity(), file.getFileName()), hit.name(),
            Thumbnail.of(Picture.read(file)), List.of(), List.of()));
      } catch (PictureException e) {
        console.say("not shown: " + e.getMessage());
      }
    }
    var asked = image == null ? "“" + text + "”" : image.getFileName().toString();
    return new Report("Pictures for " + asked, "The closest first, with the cosine of the two.", List.of(),
        List.of(new Report.Gallery("Found", "From " + index + ", by " + model.name + ".", exhibits)), List.of());
  }
}
