package org.vitrail.cli.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.train.RunHistory;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.vit.Vit;
import org.vitrail.vit.classify.Classifier;
import org.vitrail.vit.classify.Evaluation;
import org.vitrail.vit.classify.Evaluation.Answer;
import org.vitrail.vit.classify.PictureSet;

/**
 * The report on a classifier: curves of its training, confusion matrix, confident mistakes and, where it has attention,
 * where it looks.
 *
 * @param run the folder with the metrics of its training; without them there are no curves
 * @param timed what took the seconds
 * @param settings what the run was asked for
 */
public record ClassifierReport(Classifier classifier, PictureSet pictures, Evaluation evaluation, Path run,
    double seconds,
    String timed, Map<String, Object> settings) {
  private static final int MISTAKES = 12;
  private static final int LOOKS = 12;
  private static final int GUESSES = 3;

  public void write(Path file) throws IOException {
    ReportWriter.write(report(file), file);
  }

  private Report report(Path file) throws IOException {
    var sections = new ArrayList<Report.Section>();
    RunHistory.of(run).ifPresent(history -> sections.addAll(curves(history)));
    sections.add(new Report.Confusion("What is taken for what", pictures.classes(),
        evaluation.confusion(pictures.classes().size())));
    var mistakes = evaluation.mistakes(MISTAKES);
    if (!mistakes.isEmpty()) {
      sections.add(new Report.Gallery("The most confident mistakes", "Held-out pictures that the model gets wrong, "
          + "those first of which it is surest.", mistakes.stream().map(answer -> exhibit(answer, false)).toList()));
    }
    if (looks()) {
      sections.add(new Report.Gallery("Where the model looks", "Attention of the class token to the patches in the "
          + "last block, the mean of its heads.", eachClass().map(answer -> exhibit(answer, true)).toList()));
    } else {
      sections.add(new Report.Gallery("What the model recognises", "Held-out pictures that it gets right.",
          eachClass().map(answer -> exhibit(answer, false)).toList()));
    }
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    return new Report(classifier.network().name() + " on " + pictures.name(), summary(), figures(), sections,
        next(file));
  }

  private String summary() {
    long wrong = evaluation.answers().stream().filter(answer -> !answer.isRight()).count();
    return "This %s of %,d parameters recognises %d of %d pictures that it has never seen.".formatted(
        classifier.network().name(), TrainingRun.parameters(classifier.network().model()),
        evaluation.answers().size() - wrong, evaluation.answers().size());
  }

  private List<Report.Figure> figures() {
    return List.of(
        new Report.Figure("accuracy", format("%.2f %%", 100 * evaluation.accuracy()), "on held-out pictures"),
        new Report.Figure("loss", format("%.4f", evaluation.loss()), "mean cross-entropy, nats"),
        new Report.Figure("time", format("%.1f s", seconds), timed));
  }

  private static List<Report.Section> curves(RunHistory history) {
    return List.of(history.lossChart("cross-entropy in nats"), history.accuracyChart("share recognised"));
  }

  /** Whether the model can say where it looks. */
  private boolean looks() {
    return classifier.network().model() instanceof Vit;
  }

  /** Right answers, one for each class while there are classes left. */
  private Stream<Answer> eachClass() {
    var byClass = new LinkedHashMap<Integer, Answer>();
    for (var answer : evaluation.answers()) if (answer.isRight()) byClass.putIfAbsent(answer.label(), answer);
    return byClass.values().stream().sorted(Comparator.comparingInt(Answer::label)).limit(LOOKS);
  }

  private Report.Exhibit exhibit(Answer answer, boolean attention) {
    var picture = pictures.test().get(answer.example()).picture();
    var truth = pictures.classes().get(answer.label());
    var guesses = classifier.predict(picture).stream().limit(GUESSES)
        .map(p -> new Report.Guess(p.label(), p.probability(), p.label().equals(truth))).toList();
    var overlays = attention ? List.of(new Report.Overlay("attention", grid(answer))) : List.<Report.Overlay>of();
    var caption = answer.isRight() ? truth : truth + ", taken for " + pictures.classes().get(answer.predicted());
    return new Report.Exhibit(caption, "a picture of " + truth, picture, guesses, overlays);
  }

  private float[][] grid(Answer answer) {
    var picture = classifier.prepare(pictures.test().get(answer.example()).picture());
    var map = classifier.attentionMap(picture).orElseThrow();
    var flat = map.toFloats();
    int columns = map.dim(1);
    return IntStream.range(0, map.dim(0)).mapToObj(row -> Arrays.copyOfRange(flat, row * columns, (row + 1) * columns))
        .toArray(float[][]::new);
  }

  private List<Report.Command> next(Path file) {
    return List.of(
        new Report.Command("vitrail eval " + run, "evaluate the model again"),
        new Report.Command("vitrail predict " + run + " picture.png", "ask it about a picture of your own"),
        new Report.Command("vitrail train vit --data scenes", "42 classes of generated pictures"),
        new Report.Command("vitrail train vit --data FOLDER", "your own pictures, one folder for each class"));
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
