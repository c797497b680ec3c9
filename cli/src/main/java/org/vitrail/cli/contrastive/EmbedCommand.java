package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.kernels.Devices;
import org.vitrail.vlm.Embedder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail embed}. */
@Command(
    name = "embed",
    description = {"Turn pictures and texts into vectors of one space, for search.",
      "With --out they become an index that vitrail search reads; else they are printed, a line of JSON each."},
    sortOptions = false,
    footer = {
      "  vitrail embed --model runs/clip-scenes photos/ --out index/",
      "  vitrail embed --model runs/clip-scenes cat.jpg dog.jpg > vectors.jsonl",
      "  vitrail embed --model runs/clip-scenes --text \"a red circle\" --text \"a blue square\""
    })
public final class EmbedCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private VisionModel model;

  @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "PNG or JPEG files, or folders with some.")
  private List<Path> images = List.of();

  @Option(names = "--text", paramLabel = "TEXT", description = "A text to embed; may be given again.")
  private List<String> texts = List.of();

  @Option(names = "--out", paramLabel = "FOLDER", description = "Where the index goes.")
  private Path out;

  @Mixin private PictureFiles pictures;
  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;

  public EmbedCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    UserError.unless(!images.isEmpty() || !texts.isEmpty(), "name pictures to embed, or a --text");
    UserError.unless(out == null || texts.isEmpty(), "an index is of pictures; leave out --text or --out");
    UserError.unless(out == null || !Files.isRegularFile(out),
        "--out " + out + " is a file; name a folder for the index");
    return Devices.on(where.device(), this::embed);
  }

  private int embed() throws IOException {
    var vision = model.open(console);
    UnreadText.tell(vision.input(), texts, console);
    try (var embedder = new Embedder(vision)) {
      if (out != null) {
        var index = Indexing.of(model.name, embedder, images, pictures, console);
        index.write(out);
        console.figures(Map.of("index", out.toString(), "pictures", index.names().size(), "dimension",
            embedder.dimension()), false);
        return 0;
      }
      for (var text : texts) print("text", text, embedder.embed(text));
      if (!images.isEmpty()) {
        pictures.each(PictureFiles.of(images), console,
            shown -> print("image", shown.file().toString(), embedder.embed(shown.picture())));
      }
      return 0;
    }
  }

  private void print(String kind, String name, float[] vector) {
    var line = new LinkedHashMap<String, Object>();
    line.put(kind, name);
    var values = new ArrayList<Float>();
    for (float x : vector) values.add(x);
    line.put("embedding", values);
    console.figures(line, true);
  }
}
