package org.vitrail.cli.classify;

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
import org.vitrail.vit.classify.Classifier;
import org.vitrail.vit.classify.Classifier.Prediction;
import org.vitrail.vit.image.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail predict}. */
@Command(
    name = "predict",
    description = "Say what pictures show, with probabilities.",
    footer = {
      "  vitrail predict runs/demo digit.png",
      "  vitrail predict runs/vit-photos cat.jpg dog.jpg --top 3",
      "  vitrail predict runs/vit-photos *.jpg --json"
    })
public final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "CHECKPOINT",
      description = "A run's folder, a checkpoint in it, or a folder with a model.")
  private Path checkpoint;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "PNG or JPEG files.")
  private List<Path> images;

  @Option(names = "--top", paramLabel = "N", defaultValue = "5",
      description = "How many classes to name (${DEFAULT-VALUE}).")
  private int top;

  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public PredictCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    if (top < 1) throw new UserError("--top " + top + " must be at least 1");
    return Devices.on(where.device(), this::predict);
  }

  private int predict() throws IOException {
    var classifier = Classifier.open(Models.locate(checkpoint));
    var answers = new ArrayList<Map<String, Object>>();
    for (var image : images) {
      var predictions = classifier.predict(Picture.read(image)).stream().limit(top).toList();
      answers.add(Map.of("image", image.toString(),
          "predictions", predictions.stream().map(PredictCommand::json).toList()));
      if (!output.json) say(image, predictions);
    }
    if (output.json) console.figures(Map.of("images", answers), true);
    return 0;
  }

  private static Map<String, Object> json(Prediction prediction) {
    return Map.of("label", prediction.label(), "probability", prediction.probability());
  }

  private void say(Path image, List<Prediction> predictions) {
    console.out().println(image);
    for (var p : predictions) {
      console.out().println(String.format(Locale.ROOT, "  %5.1f %%  %s", 100 * p.probability(), p.label()));
    }
  }
}
