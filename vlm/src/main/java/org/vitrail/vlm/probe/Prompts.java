package org.vitrail.vlm.probe;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Template;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.SceneSource;

/** How much depends on the words of a prompt: four that captions have, and four that they have not. */
public record Prompts() implements Probe {
  private static final int ITEMS = 500;
  private static final double CHANCE = 1.0 / Kind.SEEN.size();

  @Override public String name() {
    return "prompts";
  }

  @Override public String title() {
    return "Words of the prompt";
  }

  @Override public String question() {
    return "Which of 42 kinds of object is it, asked with eight sentences in turn, of which training captions have the "
        + "first four? How far do the answers depend on the sentence?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var scenes = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("probe", Family.SINGLE, i)).toList();
    var pictures = scenes.stream().map(source::picture).toList();
    var truth = scenes.stream().mapToInt(Scene::label).toArray();
    var zeroShot = ZeroShot.of(model, pictures, KindTexts.of(Kind.SEEN));
    var all = KindTexts.all();
    var right = new boolean[all.length][];
    var said = new int[all.length][ITEMS];
    var examples = new Example.Shown();
    for (int j : all) {
      var scores = zeroShot.scores(j);
      right[j] = Choice.areBest(scores, truth);
      for (int i = 0; i < ITEMS; i++) said[j][i] = Choice.best(scores[i]);
    }
    var unseen = zeroShot.scores(KindTexts.UNSEEN);
    for (int i = 0; i < ITEMS; i++) {
      examples.add(Example.of(pictures.get(i), KindTexts.names(Kind.SEEN), unseen[i], truth[i]));
    }
    var measures = new Measures(name(), "probe", "1 prompt");
    spread(measures, right);
    for (int j : all) measures.as("“" + Template.SINGLE.get(j).pattern() + "”").share("accuracy", right[j], CHANCE);
    measures.share("same answer to all prompts", same(said), Double.NaN);
    var ensemble = measures.as("4 prompts that captions have").share("accuracy",
        Choice.areBest(zeroShot.scores(KindTexts.SEEN), truth), CHANCE);
    ensemble.as("4 prompts that captions have not").share("accuracy", Choice.areBest(unseen, truth), CHANCE);
    ensemble.as("8 prompts").share("accuracy", Choice.areBest(zeroShot.scores(all), truth), CHANCE);
    return new Findings(measures, examples);
  }

  private static void spread(Measures measures, boolean[][] right) {
    measures.add("mean accuracy", ITEMS, of(right, KindTexts.all(), Prompts::mean), CHANCE);
    measures.add("standard deviation", ITEMS, of(right, KindTexts.all(), Prompts::deviation), Double.NaN);
    measures.add("least", ITEMS, of(right, KindTexts.all(), a -> IntStream.range(0, a.length).mapToDouble(j -> a[j])
        .min().orElseThrow()), CHANCE);
    measures.add("greatest", ITEMS, of(right, KindTexts.all(), a -> IntStream.range(0, a.length).mapToDouble(j -> a[j])
        .max().orElseThrow()), CHANCE);
    var seen = of(right, KindTexts.SEEN, Prompts::mean);
    var unseen = of(right, KindTexts.UNSEEN, Prompts::mean);
    measures.add("mean of prompts that captions have", ITEMS, seen, CHANCE);
    measures.add("mean of prompts that captions have not", ITEMS, unseen, CHANCE);
    measures.add("drop", ITEMS, items -> seen.applyAsDouble(items) - unseen.applyAsDouble(items), Double.NaN);
  }

  /** A measure of the accuracies of some prompts. */
  private static ToDoubleFunction<int[]> of(boolean[][] right, int[] prompts, ToDoubleFunction<double[]> measure) {
    return items -> measure.applyAsDouble(
        IntStream.of(prompts).mapToDouble(j -> Measures.meanOf(right[j], items)).toArray());
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) sum += v;
    return sum / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double v : values) sum += (v - mean) * (v - mean);
    return Math.sqrt(sum / values.length);
  }

  private static boolean[] same(int[][] said) {
    var same = new boolean[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      int item = i;
      same[i] = IntStream.range(1, said.length).allMatch(j -> said[j][item] == said[0][item]);
    }
    return same;
  }
}
