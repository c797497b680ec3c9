package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.VisionText;

/**
 * Zero-shot classification with an ensemble of prompts (Radford et al. 2021, section 3.1.4): which class does a picture
 * show, each class being told by several prompts, and each prompt by a text or by several that say the same?
 */
public sealed interface ZeroShot {

  /** The score of each class for each picture (pictures, classes), of the prompts with these numbers. */
  double[][] scores(int... prompts);

  /**
   * By the mean vector of a class where the model compares vectors, else by the mean score.
   *
   * @param texts for each class its prompts, for each prompt its texts; the same number for all
   */
  static ZeroShot of(Scorer model, List<Picture> pictures, List<List<List<String>>> texts) {
    return model instanceof VisionText vision && vision.model().comparesEmbeddings()
        ? ByVector.of(vision, pictures, texts) : ByScore.of(model, pictures, texts);
  }

  /**
   * The vectors of a prompt's texts are averaged and brought to length 1, then those of a class's prompts; the score is
   * the logit.
   *
   * @param pictures (n, d)
   * @param prompts (classes, prompts, d), of length 1
   */
  record ByVector(VisionText model, Tensor pictures, Tensor prompts) implements ZeroShot {

    static ByVector of(VisionText vision, List<Picture> pictures, List<List<List<String>>> texts) {
      var encoder = vision.model();
      return Scope.outside(() -> {
        var all = encoder.textEmbeddings(vision.encodeTexts(flat(texts)));                     // (c·p·t, d)
        var prompts = all.reshape(texts.size(), texts.getFirst().size(), -1, all.dim(1)).mean(2).l2Normalize(-1);
        return new ByVector(vision, encoder.imageEmbeddings(vision.encodeImages(pictures)), prompts);
      });
    }

    @Override public double[][] scores(int... numbers) {
      return Scope.call("zero-shot", () -> {
        var some = IntStream.of(numbers).mapToObj(p -> prompts.select(1, p)).toList();         // (c, d) each
        var classes = Shaping.stack(0, some).mean(0).l2Normalize(-1);       // (c, d)
        return model.scores(pictures, classes);
      });
    }
  }

  /**
   * The scores of a prompt's texts are averaged, then those of a class's prompts.
   *
   * @param all (pictures, classes, prompts)
   */
  record ByScore(double[][][] all) implements ZeroShot {

    static ByScore of(Scorer model, List<Picture> pictures, List<List<List<String>>> texts) {
      int prompts = texts.getFirst().size();
      int each = texts.getFirst().getFirst().size();
      var scores = model.scores(pictures, flat(texts));
      var all = new double[pictures.size()][texts.size()][prompts];
      for (int i = 0; i < all.length; i++) {
        for (int j = 0; j < scores[i].length; j++) {
          all[i][j / each / prompts][j / each % prompts] += scores[i][j] / each;
        }
      }
      return new ByScore(all);
    }

    @Override public double[][] scores(int... prompts) {
      var scores = new double[all.length][];
      for (int i = 0; i < all.length; i++) {
        var classes = all[i];
        scores[i] = IntStream.range(0, classes.length).mapToDouble(c ->
            IntStream.of(prompts).mapToDouble(p -> classes[c][p]).sum() / prompts.length).toArray();
      }
      return scores;
    }
  }

  private static List<String> flat(List<List<List<String>>> texts) {
    return texts.stream().flatMap(List::stream).flatMap(List::stream).toList();
  }
}
