package org.vitrail.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.vit.classify.Classifier;
import org.vitrail.vit.classify.Evaluation;
import org.vitrail.vit.classify.PictureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail eval}. */
@Command(
    name = "eval",
    description = "Measure a trained classifier on held-out pictures, and write a report.",
    footer = {
      "  vitrail eval runs/vit-digits                  on the data it was trained for",
      "  vitrail eval runs/vit-digits --json | jq .accuracy",
      "  vitrail eval model/ --data photos             a model of any origin, on a folder of pictures"
    })
final class EvalCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "CHECKPOINT", description = "A run's folder, a checkpoint in it, or a folder with a model.")
  private Path checkpoint;

  @Option(names = "--data", paramLabel = "DATA", description = "digits, scenes or a folder; else what it was trained on.")
  private String data;

  @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes (eval.html beside the model).")
  private Path report;

  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  EvalCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    return Devices.on(where.device(), this::evaluate);
  }

  private int evaluate() throws IOException {
    WarmUp.start();
    var model = Models.locate(checkpoint);
    var settings = Models.settings(model);
    var classifier = Classifier.open(model);
    var pictures = pictures(classifier, settings);
    long start = System.nanoTime();
    var evaluation = Evaluation.of(classifier, pictures.test());
    double seconds = (System.nanoTime() - start) / 1e9;
    var file = report == null ? model.resolve("eval.html") : report;
    new ClassifierReport(classifier, pictures, evaluation, model, seconds, "evaluating", settings).write(file);
    console.figures(ClassifierRun.figures(evaluation, seconds, model, file), output.json);
    return 0;
  }

  private PictureSet pictures(Classifier classifier, Map<String, Object> settings) {
    var name = data != null ? data : (String) settings.get("data");
    if (name == null) throw new UserError(checkpoint + " does not say what it was trained on; name the pictures with --data");
    var pictures = switch (name) {
      case "digits" -> PictureSet.digits();
      case "scenes" -> PictureSet.scenes(1);
      default -> PictureSet.folder(Path.of(name), classifier.network().input().width());
    };
    if (!pictures.classes().equals(classifier.classes())) {
      throw new UserError("the model knows " + Models.list(classifier.classes()) + ", " + name + " has "
          + Models.list(pictures.classes()) + "; evaluate it on pictures of its own classes");
    }
    return pictures;
  }
}
