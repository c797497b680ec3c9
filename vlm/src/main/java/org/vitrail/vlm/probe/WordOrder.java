package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.OrderProbe;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.Scorer.Comparison;
import org.vitrail.vlm.data.SceneSource;

/** Does the order of words matter (Yuksekgonul et al. 2022)? And does that need the picture? */
public record WordOrder() implements Probe {

  @Override public String name() {
    return "order";
  }

  @Override public String title() {
    return "Order of words";
  }

  @Override public String question() {
    return "Does a caption fit better than four mixtures of its words? Asked once with the picture and once with an empty "
        + "one: a model that knows which sentences are usual answers without looking.";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var items = IntStream.range(0, OrderProbe.SIZE).mapToObj(OrderProbe::item).toList();
    var texts = items.stream().map(item ->
        Stream.concat(Stream.of(item.scene().caption()), item.distractors().stream()).toList()).toList();
    var pictures = items.stream().map(item -> source.picture(item.scene())).toList();
    var blank = source.picture(items.getFirst().scene().with(List.of(), ""));
    var examples = new Example.Shown();
    var measures = new Measures(name(), "probe", model.variant())
        .share("accuracy", right(model, pictures, texts, examples), 0.2);
    measures.as(model.variant() + ", empty picture").share("accuracy",
        right(model, pictures.stream().map(_ -> blank).toList(), texts, new Example.Shown()), 0.2);
    return new Findings(measures, examples);
  }

  private static boolean[] right(Scorer model, List<Picture> pictures, List<List<String>> texts, Example.Shown examples) {
    var scores = model.compare(IntStream.range(0, texts.size())
        .mapToObj(i -> new Comparison(List.of(pictures.get(i)), texts.get(i))).toList());
    var right = new boolean[texts.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = Choice.isBest(scores.get(i)[0], 0);
      examples.add(Example.of(pictures.get(i), texts.get(i), scores.get(i)[0], 0));
    }
    return right;
  }
}
