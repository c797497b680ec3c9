package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.CountProbe;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.Scorer.Comparison;
import org.vitrail.vlm.data.SceneSource;

/** Counting (Paiss et al. 2023): one to six of a kind, among others or alone. */
public record Counting() implements Probe {
  private static final int MOST = 6;

  @Override public String name() {
    return "count";
  }

  @Override public String title() {
    return "Counting";
  }

  @Override public String question() {
    return "How many are there? Of six captions that name one to six of the kind, which fits best?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var items = IntStream.range(0, CountProbe.SIZE).mapToObj(CountProbe::item).toList();
    var pictures = items.stream().map(item -> source.picture(item.scene())).toList();
    var scores = model.compare(IntStream.range(0, items.size())
        .mapToObj(i -> new Comparison(List.of(pictures.get(i)), items.get(i).captions())).toList());
    int n = items.size();
    var right = new boolean[n];
    var near = new boolean[n];
    var alone = new boolean[n];
    var errors = new double[n];
    var counts = new int[MOST][MOST];
    var examples = new Example.Shown();
    for (int i = 0; i < n; i++) {
      var item = items.get(i);
      var s = scores.get(i)[0];
      int said = Choice.best(s) + 1;
      right[i] = Choice.isBest(s, item.count() - 1);
      errors[i] = Math.abs(said - item.count());
      near[i] = errors[i] <= 1;
      alone[i] = item.scene().things().size() == item.count();
      counts[item.count() - 1][said - 1]++;
      examples.add(Example.of(pictures.get(i), item.captions(), s, item.count() - 1));
    }
    var truth = items.stream().mapToInt(CountProbe::count).toArray();
    var measures = new Measures(name(), "probe", model.variant());
    measures.share("accuracy", right, 1.0 / MOST).mean("mean absolute error", errors, guessed(truth, false))
        .share("off by at most one", near, guessed(truth, true))
        .share("accuracy, nothing else there", Measures.only(right, alone), 1.0 / MOST)
        .share("accuracy, other objects there", Measures.only(right, Measures.not(alone)), 1.0 / MOST);
    for (int k = 1; k <= MOST; k++) {
      var those = new boolean[n];
      for (int i = 0; i < n; i++) those[i] = truth[i] == k;
      measures.share("accuracy of " + Vocabulary.number(k), Measures.only(right, those), 1.0 / MOST);
    }
    var names = IntStream.rangeClosed(1, MOST).mapToObj(Vocabulary::number).toList();
    return new Findings(measures.results(), examples.all(), new Findings.Confusion(names, counts));
  }

  /** The mean error of guessing, or the share of guesses that are off by at most one. */
  private static double guessed(int[] truth, boolean near) {
    return IntStream.of(truth).mapToDouble(n -> IntStream.rangeClosed(1, MOST).map(said -> Math.abs(said - n))
        .mapToDouble(error -> near ? (error <= 1 ? 1 : 0) : error).average().orElseThrow()).average().orElseThrow();
  }
}
