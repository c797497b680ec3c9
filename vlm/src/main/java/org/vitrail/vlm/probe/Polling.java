package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.PollingProbe;
import org.vitrail.vit.scenes.PollingProbe.Mode;
import org.vitrail.vit.scenes.Question;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.Scorer.Comparison;
import org.vitrail.vlm.data.SceneSource;

/**
 * Does a model see what is not there (POPE, Li et al. 2023)? It says yes to {@code "a C S"} where its score is above a
 * threshold, the median of its scores for the questions of the split {@code val} that ask whether something is there.
 */
public record Polling() implements Probe {
  private static final int QUESTIONS = 1000;

  @Override public String name() {
    return "pope";
  }

  @Override public String title() {
    return "Seeing what is not there";
  }

  @Override public String question() {
    return "Is there such an object? Half of the objects asked about are in the picture; the others are chosen at random, "
        + "or are frequent in training (popular), or have a shape and a colour of the picture (adversarial).";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    double threshold = threshold(model, source);
    var measures = new Measures(name(), "probe", "");
    var examples = new Example.Shown();
    for (var mode : Mode.values()) ask(mode, model, source, threshold, measures.as(mode.toString()), examples);
    return new Findings(measures, examples);
  }

  /** The same questions to a model that answers them: whatever is not yes is no. */
  public static Findings of(Answerer model, SceneSource source) {
    var results = new ArrayList<Result>();
    var examples = new Example.Shown();
    for (var mode : Mode.values()) {
      var questions = IntStream.range(0, PollingProbe.SIZE)
          .mapToObj(i -> PollingProbe.item(mode, i).questions()).flatMap(List::stream).toList();
      var answers = model.answers(questions.stream().map(question -> new Answerer.Asked(
          source.picture(question.scene()), question.text(), List.of("yes", "no"))).toList());
      var said = answers.stream().map("yes"::equals).toList();
      var truth = questions.stream().map(question -> question.answer().equals("yes")).toList();
      for (int i = 0; i < questions.size(); i++) {
        var picture = source.picture(questions.get(i).scene());
        examples.add(example(picture, questions.get(i).text(), truth.get(i), said.get(i) ? 1 : 0, 0.5));
      }
      var measures = new Measures("pope", "probe", mode + ", answers");
      measure(measures, truth, said);
      results.addAll(measures.results());
    }
    return new Findings(results, examples.all(), null);
  }

  private static double threshold(Scorer model, SceneSource source) {
    var questions = IntStream.range(0, QUESTIONS).mapToObj(i -> Question.item("val", i))
        .filter(question -> question.type() == Question.Type.EXIST).toList();
    var scores = model.compare(questions.stream().map(question -> new Comparison(
        List.of(source.picture(question.scene())), List.of(question.text().substring("is there ".length())))).toList());
    return Measures.median(scores.stream().mapToDouble(s -> s[0][0]).toArray());
  }

  private static void ask(Mode mode, Scorer model, SceneSource source, double threshold, Measures measures,
      Example.Shown examples) {
    var items = IntStream.range(0, PollingProbe.SIZE).mapToObj(i -> PollingProbe.item(mode, i)).toList();
    var comparisons = items.stream().map(item -> new Comparison(List.of(source.picture(item.scene())),
        Stream.concat(item.present().stream(), item.absent().stream()).map(Kind::phrase).toList())).toList();
    var scores = model.compare(comparisons);
    var truth = new ArrayList<Boolean>();
    var said = new ArrayList<Boolean>();
    for (int i = 0; i < items.size(); i++) {
      var texts = comparisons.get(i).texts();
      var s = scores.get(i)[0];
      for (int j = 0; j < texts.size(); j++) {
        boolean there = j < items.get(i).present().size();
        truth.add(there);
        said.add(s[j] > threshold);
        examples.add(example(comparisons.get(i).pictures().getFirst(), texts.get(j), there, s[j], threshold));
      }
    }
    measure(measures, truth, said);
  }

  private static void measure(Measures measures, List<Boolean> truth, List<Boolean> said) {
    int n = truth.size();
    measures.add("accuracy", n, list -> Count.of(truth, said, list).accuracy(), 0.5)
        .add("precision", n, list -> Count.of(truth, said, list).precision(), 0.5)
        .add("recall", n, list -> Count.of(truth, said, list).recall(), 0.5)
        .add("F1", n, list -> Count.of(truth, said, list).f1(), 0.5)
        .add("share of yes", n, list -> Count.of(truth, said, list).yes(), 0.5);
  }

  /** Yes with the score, no with the threshold. */
  private static Example example(Picture picture, String text, boolean there, double score, double threshold) {
    var yes = new Example.Option(text + ": yes", score, there);
    var no = new Example.Option(text + ": no", threshold, !there);
    return new Example(picture, score > threshold ? List.of(yes, no) : List.of(no, yes), there == score > threshold);
  }

  /** How many questions with the answer yes were answered yes, with no answered yes, and so on. */
  private record Count(int hits, int falseAlarms, int misses, int rejections) {

    static Count of(List<Boolean> truth, List<Boolean> said, int[] items) {
      var counts = new int[4];
      for (int i : items) counts[(truth.get(i) ? 0 : 1) + (said.get(i) ? 0 : 2)]++;
      return new Count(counts[0], counts[1], counts[2], counts[3]);
    }

    double accuracy() {
      return (hits + rejections) / (double) (hits + falseAlarms + misses + rejections);
    }

    /** 0 where nothing was answered yes. */
    double precision() {
      return hits == 0 ? 0 : hits / (double) (hits + falseAlarms);
    }

    double recall() {
      return hits == 0 ? 0 : hits / (double) (hits + misses);
    }

    double f1() {
      return 2.0 * hits / Math.max(1, 2 * hits + falseAlarms + misses);
    }

    double yes() {
      return (hits + falseAlarms) / (double) (hits + falseAlarms + misses + rejections);
    }
  }
}
