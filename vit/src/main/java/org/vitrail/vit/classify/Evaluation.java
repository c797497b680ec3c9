package org.vitrail.vit.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * How a classifier does on labelled pictures.
 *
 * @param loss mean cross-entropy in nats
 * @param answers one for each example, in order
 */
public record Evaluation(double loss, List<Answer> answers) {
  private static final int BATCH = 256;

  /** The class an example has, the class the model gives it, and how sure the model is of that. */
  public record Answer(int example, int label, int predicted, double probability) {
    public boolean isRight() {
      return label == predicted;
    }
  }

  public static Evaluation of(Classifier classifier, Dataset<Example> data) {
    var answers = new ArrayList<Answer>();
    double sum = 0;
    for (int from = 0; from < data.size(); from += BATCH) {
      var part = data.subset(from, Math.min(data.size(), from + BATCH));
      int start = from;
      sum += Scope.call("evaluate batch", () -> evaluate(classifier, part, start, answers));
    }
    return new Evaluation(sum / data.size(), answers);
  }

  /** Adds the answers for {@code part} and returns the sum of its losses. */
  private static double evaluate(Classifier classifier, Dataset<Example> part, int start, List<Answer> answers) {
    var examples = IntStream.range(0, part.size()).mapToObj(part::get).toList();
    var batch = Batch.of(examples);
    var logits = classifier.network().forward(batch.pixels());
    Tensor probabilities = logits.softmax(-1);
    int[] predicted = logits.argmax(-1).toInts();
    for (int i = 0; i < predicted.length; i++) {
      answers.add(new Answer(start + i, batch.labels()[i], predicted[i], probabilities.get(i, predicted[i])));
    }
    return logits.crossEntropy(batch.labels()).item() * predicted.length;
  }

  /** The share of right answers. */
  public double accuracy() {
    return answers.stream().filter(Answer::isRight).count() / (double) answers.size();
  }

  /** How often class i was called class j: row i, column j. */
  public int[][] confusion(int classes) {
    var counts = new int[classes][classes];
    for (var answer : answers) counts[answer.label][answer.predicted]++;
    return counts;
  }

  /** The wrong answers of which the model is surest, the surest first. */
  public List<Answer> mistakes(int most) {
    return answers.stream().filter(answer -> !answer.isRight())
        .sorted(Comparator.comparingDouble(Answer::probability).reversed()).limit(most).toList();
  }
}
