package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.image.Picture;

/**
 * What a model answered on one item.
 *
 * @param options what it could choose from, the highest score first
 * @param right whether its choice is
 */
public record Example(Picture picture, List<Option> options, boolean right) {
  private static final int SHOWN = 6;

  /** A text with its score; {@code fits} for one that is true of the picture. */
  public record Option(String text, double score, boolean fits) {}

  /** Of texts with their scores, of which one is true. */
  static Example of(Picture picture, List<String> texts, double[] scores, int truth) {
    var options = IntStream.range(0, texts.size()).mapToObj(i -> new Option(texts.get(i), scores[i], i == truth))
        .sorted((a, b) -> Double.compare(b.score, a.score)).toList();
    return new Example(picture, options, Choice.isBest(scores, truth));
  }

  /** Keeps the first few examples with right and the first few with wrong answers. */
  static final class Shown {
    private final List<Example> right = new ArrayList<>();
    private final List<Example> wrong = new ArrayList<>();

    void add(Example example) {
      var side = example.right ? right : wrong;
      if (side.size() < SHOWN) side.add(example);
    }

    /** The wrong ones first. */
    List<Example> all() {
      var all = new ArrayList<>(wrong);
      all.addAll(right);
      return all;
    }
  }
}
