package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.RelationProbe;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.Scorer.Comparison;
import org.vitrail.vlm.data.SceneSource;

/** Spatial relations (Thrush et al. 2022; Yuksekgonul et al. 2022; Kamath et al. 2023): what is left of, above what? */
public record Relations() implements Probe {

  @Override public String name() {
    return "relation";
  }

  @Override public String title() {
    return "Spatial relations";
  }

  @Override public String question() {
    return "Two pictures in which two objects have changed places, and a caption of each, of the same words: which fits "
        + "which? And does the caption fit better than the one with the opposite relation (flip)?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var items = IntStream.range(0, RelationProbe.SIZE).mapToObj(RelationProbe::item).toList();
    var comparisons = items.stream().map(item -> new Comparison(
        List.of(source.picture(item.scene()), source.picture(item.exchanged())),
        List.of(item.scene().caption(), item.exchanged().caption(), item.flipped()))).toList();
    var scores = model.compare(comparisons);
    var exchanges = scores.stream().map(Exchange::of).toArray(Exchange[]::new);
    var flip = new boolean[items.size()];
    var horizontal = new boolean[items.size()];
    var examples = new Example.Shown();
    for (int i = 0; i < flip.length; i++) {
      var s = scores.get(i)[0];
      flip[i] = s[0] > s[2];
      horizontal[i] = items.get(i).horizontal();
      examples.add(Example.of(comparisons.get(i).pictures().getFirst(), comparisons.get(i).texts(), s, 0));
    }
    var measures = new Measures(name(), "probe", model.variant());
    measures.share("flip", flip, 0.5);
    Exchange.measure(measures, exchanges);
    measures.share("flip, left or right", Measures.only(flip, horizontal), 0.5)
        .share("flip, above or below", Measures.only(flip, Measures.not(horizontal)), 0.5);
    for (boolean side : new boolean[] {true, false}) {
      var group = IntStream.range(0, flip.length).filter(i -> horizontal[i] == side).toArray();
      var right = new boolean[group.length];
      for (int k = 0; k < group.length; k++) right[k] = exchanges[group[k]].group();
      measures.share(side ? "group, left or right" : "group, above or below", right, Exchange.GROUP);
    }
    return new Findings(measures, examples);
  }
}
