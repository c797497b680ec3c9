package org.vitrail.vlm.probe;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.tower.TextTower;

/**
 * Prompt tuning, CoOp (Zhou et al. 2021, arXiv 2109.01134): vectors that are learned stand where the words before the
 * name of a class stood, {@code [BOS] v₁ … v_k NAME [EOS]}, the same for all classes; both towers stay as they are.
 *
 * @param vision a model whose texts pass {@code tower}
 * @param ids (classes, L) the texts, with words at the places of the vectors
 * @param place the first of these places
 * @param vectors (k, width)
 */
record LearnedPrompt(VisionText vision, TextTower tower, Tensor ids, int place, Parameter vectors) {
  private static final double RATE = 0.005;

  /** Vectors that begin as the words {@code begin}, such as "a photo of a", do. */
  static LearnedPrompt of(VisionText vision, TextTower tower, String begin, List<String> classes) {
    var input = vision.input();
    var ids = input.ids(classes.stream().map(name -> begin + " " + name).toList());
    var words = input.tokenizer().encode(input.spelling().apply(begin));
    int place = place(input, begin, words[0]);
    var rows = tower.tokens().forward(Tensor.of(words, words.length)).detach();
    return new LearnedPrompt(vision, tower, ids, place, Parameter.of(rows));
  }

  private static int place(TextInput input, String text, int first) {
    var ids = input.ids(List.of(text)).toInts();
    int place = 0;
    while (ids[place] != first) place++;
    return place;
  }

  /** A vector (classes, d) of length 1 for each class. */
  Tensor classes() {
    var rows = tower.rows(ids);                                                             // (c, L, width)
    int after = place + vectors.dim(0);
    var learned = vectors.unsqueeze(0).expand(ids.dim(0), vectors.dim(0), vectors.dim(1));
    var prompt = Shaping.cat(1, rows.slice(1, 0, place), learned, rows.slice(1, after, ids.dim(1)));
    return tower.pool(ids, tower.encodeRows(prompt)).l2Normalize(-1);
  }

  /** Minimises the mean cross-entropy of the classes of some pictures, whose vectors are (n, d), all at once. */
  void fit(Tensor pictures, int steps, int... labels) {
    var optimizer = new AdamW(Group.of(List.of(vectors), 0));
    for (int step = 0; step < steps; step++) {
      double rate = RATE * 0.5 * (1 + Math.cos(Math.PI * step / steps));
      Scope.run("step", () -> optimizer.step(
          Tape.gradients(() -> vision.model().logits(pictures, classes()).crossEntropy(labels)), rate));
    }
  }

  /** The score of each class (n, classes) for pictures whose vectors are (n, d). */
  double[][] scores(Tensor pictures) {
    return Scope.call("classes", () -> vision.scores(pictures, classes()));
  }
}
