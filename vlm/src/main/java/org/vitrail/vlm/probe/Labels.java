package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.data.SceneSource;

/** Zero-shot classification of single objects in 42 classes, with the mean of four prompts. */
public record Labels() implements Probe {
  private static final int ITEMS = 1000;
  private static final int[] FIRST = {0};

  @Override public String name() {
    return "zeroshot";
  }

  @Override public String title() {
    return "Zero-shot labels";
  }

  @Override public String question() {
    return "Which of 42 kinds of object is it? The texts of a class are four sentences about it, in both sizes.";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var scenes = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("test", Family.SINGLE, i)).toList();
    var pictures = scenes.stream().map(source::picture).toList();
    var texts = KindTexts.of(Kind.SEEN);
    var truth = scenes.stream().mapToInt(Scene::label).toArray();
    double chance = 1.0 / Kind.SEEN.size();
    var byVector = ZeroShot.of(model, pictures, texts);
    var measures = new Measures(name(), "test", model.variant());
    var scores = byVector.scores(KindTexts.SEEN);
    measures.as("4 prompts, mean vector").share("accuracy", Choice.areBest(scores, truth), chance);
    measures.as("4 prompts, mean score").share("accuracy", Choice.areBest(byScore(byVector, KindTexts.SEEN), truth), chance);
    measures.as("1 prompt").share("accuracy", Choice.areBest(byVector.scores(FIRST), truth), chance);
    var examples = new Example.Shown();
    for (int i = 0; i < ITEMS; i++) {
      examples.add(Example.of(pictures.get(i), KindTexts.names(Kind.SEEN), scores[i], truth[i]));
    }
    return new Findings(measures, examples);
  }

  /** The mean of the scores of each prompt alone. */
  private static double[][] byScore(ZeroShot zeroShot, int... prompts) {
    var each = IntStream.of(prompts).mapToObj(p -> zeroShot.scores(p)).toList();
    var mean = new double[each.getFirst().length][each.getFirst()[0].length];
    for (var scores : each) {
      for (int i = 0; i < mean.length; i++) {
        for (int c = 0; c < mean[i].length; c++) mean[i][c] += scores[i][c] / each.size();
      }
    }
    return mean;
  }

  /**
   * Zero-shot classification of pictures whose caption is the name of their class.
   *
   * @param templates what is read for a class, {@code {}} being its name
   */
  public static Findings of(Scorer model, Dataset<Captioned> data, String split, List<String> templates) {
    var items = IntStream.range(0, data.size()).mapToObj(data::get).toList();
    var classes = items.stream().map(item -> item.captions().getFirst()).distinct().sorted().toList();
    var pictures = items.stream().map(Captioned::picture).toList();
    var texts = classes.stream().map(name -> templates.stream().map(t -> List.of(t.replace("{}", name))).toList()).toList();
    var truth = items.stream().mapToInt(item -> classes.indexOf(item.captions().getFirst())).toArray();
    var scores = ZeroShot.of(model, pictures, texts).scores(IntStream.range(0, templates.size()).toArray());
    var right = Choice.areBest(scores, truth);
    var examples = new Example.Shown();
    var counts = new int[classes.size()][classes.size()];
    for (int i = 0; i < truth.length; i++) {
      examples.add(Example.of(pictures.get(i), classes, scores[i], truth[i]));
      counts[truth[i]][Choice.best(scores[i])]++;
    }
    var variant = templates.size() == 1 ? "1 prompt" : templates.size() + " prompts, mean vector";
    var measures = new Measures("zeroshot", split, variant).share("accuracy", right, 1.0 / classes.size());
    return new Findings(measures.results(), examples.all(), new Findings.Confusion(classes, counts));
  }
}
