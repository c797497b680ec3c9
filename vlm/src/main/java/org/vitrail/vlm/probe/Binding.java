package org.vitrail.vlm.probe;

import java.util.List;
import org.vitrail.vit.scenes.BindingProbe;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.Scorer.Comparison;
import org.vitrail.vlm.data.SceneSource;

/** Which object has which colour (Yuksekgonul et al. 2022)? */
public record Binding() implements Probe {

  @Override public String name() {
    return "binding";
  }

  @Override public String title() {
    return "Attributes of objects";
  }

  @Override public String question() {
    return "Two pictures in which two objects have changed colours, and a caption of each, of the same words: which "
        + "fits which? And, of the first picture alone (2-way), does its caption fit better?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var comparisons = BindingProbe.items().stream().map(item -> new Comparison(
        List.of(source.picture(item.scene()), source.picture(item.exchanged())),
        List.of(item.scene().caption(), item.exchanged().caption()))).toList();
    var scores = model.compare(comparisons);
    var twoWay = new boolean[scores.size()];
    var examples = new Example.Shown();
    for (int i = 0; i < twoWay.length; i++) {
      var s = scores.get(i)[0];
      twoWay[i] = s[0] > s[1];
      examples.add(Example.of(comparisons.get(i).pictures().getFirst(), comparisons.get(i).texts(), s, 0));
    }
    var measures = new Measures(name(), "probe", model.variant()).share("2-way", twoWay, 0.5);
    Exchange.measure(measures, scores.stream().map(Exchange::of).toArray(Exchange[]::new));
    return new Findings(measures, examples);
  }
}
