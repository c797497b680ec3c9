package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.SceneSource;

/**
 * What the vectors of pictures tell a linear classifier: multinomial logistic regression on them, standardised, while the
 * model stays as it is.
 */
public record LinearProbe() implements Probe {
  private static final int TRAIN = 2000;
  private static final int TEST = 1000;
  private static final int STEPS = 300;
  private static final double RATE = 0.05;
  private static final double DECAY = 0.1;

  @Override public String name() {
    return "linear";
  }

  @Override public String title() {
    return "Linear probe";
  }

  @Override public String question() {
    return "Which of 42 kinds of object is it, asked of a linear classifier that learns from the vectors of 2,000 pictures?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    if (!(model instanceof VisionText vision) || !vision.model().comparesEmbeddings()) return Findings.NONE;
    var train = scenes("train", TRAIN);
    var test = scenes("test", TEST);
    var pictures = test.stream().map(source::picture).toList();
    return Scope.call("linear probe", () -> {
      var x = vectors(vision, source, train);
      var mean = x.mean(0);
      var deviation = x.sub(mean).square().mean(0).add(1e-12).sqrt();
      var classifier = fit(x.sub(mean).div(deviation), Kind.SEEN.size(), labels(train));
      var logits = classifier.forward(vectors(vision, source, test).sub(mean).div(deviation)).toFloats();
      return findings(logits, labels(test), pictures);
    });
  }

  private Findings findings(float[] logits, int[] truth, List<Picture> pictures) {
    int classes = Kind.SEEN.size();
    var right = new boolean[truth.length];
    var examples = new Example.Shown();
    for (int i = 0; i < right.length; i++) {
      int row = i * classes;
      var scores = IntStream.range(0, classes).mapToDouble(c -> logits[row + c]).toArray();
      right[i] = Choice.isBest(scores, truth[i]);
      examples.add(Example.of(pictures.get(i), KindTexts.names(Kind.SEEN), scores, truth[i]));
    }
    var measures = new Measures(name(), "test", "logistic regression on 2,000 pictures");
    return new Findings(measures.share("accuracy", right, 1.0 / classes), examples);
  }

  private static List<Scene> scenes(String split, int count) {
    return IntStream.range(0, count).mapToObj(i -> Scenes.scene(split, Family.SINGLE, i)).toList();
  }

  private static int[] labels(List<Scene> scenes) {
    return scenes.stream().mapToInt(Scene::label).toArray();
  }

  /** (n, d). */
  private static Tensor vectors(VisionText vision, SceneSource source, List<Scene> scenes) {
    return vision.model().imageEmbeddings(vision.encodeImages(scenes.stream().map(source::picture).toList()));
  }

  /** Minimises the mean cross-entropy of all examples at once. */
  static Linear fit(Tensor x, int classes, int... labels) {
    var classifier = Scope.outside(() -> Linear.of(Init.of(1), x.dim(1), classes));
    var optimizer = new AdamW(Group.decaying(classifier.parameters().values(), DECAY, p -> p == classifier.weight()));
    for (int step = 0; step < STEPS; step++) {
      double rate = RATE * 0.5 * (1 + Math.cos(Math.PI * step / STEPS));
      Scope.run("step", () ->
          optimizer.step(Tape.gradients(() -> classifier.forward(x).crossEntropy(labels)), rate));
    }
    return classifier;
  }
}
