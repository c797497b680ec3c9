package org.vitrail.cli.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.cli.train.TrainingShown;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.train.Outcome;
import org.vitrail.vit.classify.Batch;
import org.vitrail.vit.classify.Classifier;
import org.vitrail.vit.classify.ClassifierTask;
import org.vitrail.vit.classify.Evaluation;
import org.vitrail.vit.classify.Example;
import org.vitrail.vit.classify.PictureSet;

/** A training run of a network that tells pictures apart, from the settings to the report. */
public final class ClassifierRun {
  private final TrainingRun run;
  private final ClassifierOptions options;

  public ClassifierRun(TrainingRun run, ClassifierOptions options) {
    this.run = run;
    this.options = options;
  }

  /** Trains, evaluates on the held-out part and writes the report; returns the figures. */
  public Map<String, Object> train() {
    options.learning().check();
    WarmUp.start();
    var pictures = options.pictures().load();
    var classifier = new Classifier(options.network(pictures), pictures.classes());
    var task = new ClassifierTask(classifier, pictures.test(), options.learning().smoothing);
    run.console().say(("%s: %d pictures to learn from, %d held out, %d classes; a model of %,d parameters, on %s")
        .formatted(pictures.name(), pictures.train().size(), pictures.test().size(), pictures.classes().size(),
            TrainingRun.parameters(classifier.network().model()), DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var outcome = train(task, pictures);
    return outcome.interrupted() ? Map.of("checkpoint", outcome.checkpoint().toString())
        : finish(classifier, pictures, outcome);
  }

  private Outcome train(ClassifierTask task, PictureSet pictures) {
    var learning = options.learning();
    var augmentation = options.pictures().augmentation(pictures);
    var batches = new Batches<Example, Batch>(pictures.train(), learning.batch, learning.seed,
        (examples, random) -> Batch.of(examples, augmentation, random));
    return run.train(task, batches, learning.optimizer(task.parameters().values()),
        learning.plan(task.classifier().network().head()), options.settings(),
        new TrainingShown(run.console(), learning.batch, ClassifierRun::sentence));
  }

  private static String sentence(Map<String, Double> measures) {
    return String.format(Locale.ROOT, "held-out accuracy %.2f %%, loss %.4f", 100 * measures.get("accuracy"),
        measures.get("loss"));
  }

  private Map<String, Object> finish(Classifier classifier, PictureSet pictures, Outcome outcome) {
    var evaluation = Evaluation.of(classifier, pictures.test());
    try {
      classifier.save(run.folder().resolve("model"));
      new ClassifierReport(classifier, pictures, evaluation, run.folder(), outcome.seconds(), "training",
          options.settings()).write(run.report());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return figures(evaluation, outcome.seconds(), outcome.checkpoint(), run.report());
  }

  /** What training and evaluating end in. */
  public static Map<String, Object> figures(Evaluation evaluation, double seconds, Path checkpoint, Path report) {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("accuracy", evaluation.accuracy());
    figures.put("loss", evaluation.loss());
    figures.put("seconds", seconds);
    figures.put("device", DeviceOptions.words(Devices.current()));
    figures.put("checkpoint", checkpoint.toString());
    figures.put("report", report.toString());
    return figures;
  }
}
