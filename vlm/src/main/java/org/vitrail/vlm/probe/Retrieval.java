package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.data.SceneSource;

/**
 * Finding the text of a picture and the picture of a text: the share of queries of which one of the first k answers is
 * right (R@k), and the median rank of the first right one. A text is right when it is, word for word, one of the
 * picture's captions. What is wrong and has the same score stands before what is right.
 */
public record Retrieval() implements Probe {
  private static final int ITEMS = 256;
  private static final int[] DEPTHS = {1, 5, 10};

  @Override public String name() {
    return "retrieval";
  }

  @Override public String title() {
    return "Retrieval";
  }

  @Override public String question() {
    return "Among the captions of 256 pictures, which is this picture's? Among the pictures, which is this caption's?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    return of(model, source.items("test", ITEMS), "test");
  }

  /** Among the pictures of {@code data} and all their captions. */
  public static Findings of(Scorer model, Dataset<Captioned> data, String split) {
    var items = IntStream.range(0, data.size()).mapToObj(data::get).toList();
    var texts = items.stream().flatMap(item -> item.captions().stream()).toList();
    var scores = model.scores(items.stream().map(Captioned::picture).toList(), texts);
    var measures = new Measures("retrieval", split, "picture to text");
    var examples = new Example.Shown();
    var textRanks = new ArrayList<Rank>();
    for (int i = 0; i < items.size(); i++) {
      var captions = items.get(i).captions();
      textRanks.add(Rank.of(scores[i], j -> captions.contains(texts.get(j))));
      examples.add(example(items.get(i), texts, scores[i]));
    }
    measure(measures, textRanks);
    var pictureRanks = IntStream.range(0, texts.size()).mapToObj(j -> Rank.of(
        Arrays.stream(scores).mapToDouble(row -> row[j]).toArray(),
        i -> items.get(i).captions().contains(texts.get(j)))).toList();
    measure(measures.as("text to picture"), pictureRanks);
    return new Findings(measures, examples);
  }

  private static void measure(Measures measures, List<Rank> ranks) {
    for (int k : DEPTHS) {
      var hits = new boolean[ranks.size()];
      for (int i = 0; i < hits.length; i++) hits[i] = ranks.get(i).rank <= k;
      measures.share("R@" + k, hits, ranks.stream().mapToDouble(rank -> rank.chance(k)).average().orElseThrow());
    }
    var numbers = ranks.stream().mapToDouble(Rank::rank).toArray();
    measures.add("median rank", numbers.length,
        items -> Measures.median(IntStream.of(items).mapToDouble(i -> numbers[i]).toArray()),
        Measures.median(ranks.stream().mapToDouble(Rank::expected).toArray()));
  }

  /**
   * Where the first right answer to a query stands, counting from 1.
   *
   * @param right how many of the {@code all} answers are
   */
  private record Rank(int rank, int right, int all) {

    static Rank of(double[] scores, IntPredicate isRight) {
      double best = IntStream.range(0, scores.length).filter(isRight).mapToDouble(j -> scores[j]).max().orElseThrow();
      int before = (int) IntStream.range(0, scores.length).filter(j -> scores[j] >= best && !isRight.test(j)).count();
      return new Rank(before + 1, (int) IntStream.range(0, scores.length).filter(isRight).count(), scores.length);
    }

    /** The probability that k answers drawn at random hold a right one. */
    double chance(int k) {
      double none = 1;
      for (int i = 0; i < k && i < all; i++) none *= Math.max(0, 1 - right / (double) (all - i));
      return 1 - none;
    }

    /** The mean rank of a random order. */
    double expected() {
      return (all + 1.0) / (right + 1);
    }
  }

  /** What several pictures share as a caption is one option. */
  private static Example example(Captioned item, List<String> texts, double[] scores) {
    var seen = new HashSet<String>();
    var best = IntStream.range(0, texts.size()).boxed().sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .map(j -> new Example.Option(texts.get(j), scores[j], item.captions().contains(texts.get(j))))
        .filter(option -> seen.add(option.text())).toList();
    return new Example(item.picture(), best, best.getFirst().fits());
  }
}
