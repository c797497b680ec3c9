package org.vitrail.cli.contrastive;

import java.io.IOException;
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
import org.vitrail.kernels.Devices;
import org.vitrail.vlm.Embedder;
import org.vitrail.vlm.Embedder.Label;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail zeroshot}. */
@Command(
    name = "zeroshot",
    description = "Say which of your labels is true of a picture; the model needs no training for them.",
    sortOptions = false,
    footer = {
      "  vitrail zeroshot --model runs/clip-scenes --labels \"red circle,blue square\" picture.png",
      "  vitrail zeroshot --model openai/clip-vit-base-patch32 --download --labels \"a cat,a dog\" cat.jpg",
      "  vitrail zeroshot --model M --labels \"cat,dog\" --template \"a photo of a {}\" --template \"a {}\" *.jpg",
      "  vitrail zeroshot --model M --labels \"cat,dog\" photos/ --json"
    })
public final class ZeroShotCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private VisionModel model;

  @Option(names = "--labels", paramLabel = "LABEL,…", required = true, split = ",", hideParamSyntax = true,
      description = "The labels to choose from.")
  private List<String> labels;

  @Option(names = "--template", paramLabel = "TEXT",
      description = "What the model reads for a label, {} being the label; of several the mean (the label alone).")
  private List<String> templates = List.of("{}");

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "PNG or JPEG files, or folders with some.")
  private List<Path> images;

  @Option(names = "--top", paramLabel = "N", defaultValue = "5",
      description = "How many labels to name (${DEFAULT-VALUE}).")
  private int top;

  @Mixin private PictureFiles pictures;
  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public ZeroShotCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    UserError.unless(top > 0, "--top " + top + " must be at least 1");
    UserError.unless(labels.stream().noneMatch(String::isBlank), "--labels has an empty label; write \"a cat,a dog\"");
    for (var template : templates) {
      UserError.unless(template.contains("{}"),
          "--template '" + template + "' has no {}; write it where the label goes");
    }
    return Devices.on(where.device(), this::classify);
  }

  private int classify() throws IOException {
    var files = PictureFiles.of(images);
    var answers = new ArrayList<Map<String, Object>>();
    var names = labels.stream().map(String::strip).toList();
    var vision = model.open(console);
    UnreadText.tell(vision.input(), names.stream().flatMap(
        name -> templates.stream().map(template -> template.replace("{}", name))).toList(), console);
    try (var embedder = new Embedder(vision)) {
      var classes = embedder.classes(names, templates);
      pictures.each(files, console, shown -> {
        var best = classes.of(shown.picture()).stream().limit(top).toList();
        answers.add(Map.of("image", shown.file().toString(),
            "labels", best.stream().map(ZeroShotCommand::json).toList()));
        if (!output.json) say(shown.file(), best);
      });
    }
    if (output.json) console.figures(Map.of("images", answers), true);
    return 0;
  }

  private static Map<String, Object> json(Label label) {
    return Map.of("label", label.text(), "probability", label.probability());
  }

  private void say(Path file, List<Label> best) {
    console.out().println(file);
    for (var label : best) {
      console.out().println(String.format(Locale.ROOT, "  %5.1f %%  %s", 100 * label.probability(), label.text()));
    }
  }
}
