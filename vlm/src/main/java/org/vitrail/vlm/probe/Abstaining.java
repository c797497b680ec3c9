package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Question;
import org.vitrail.vit.scenes.Question.Type;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.data.SceneSource;

/**
 * Does a model say no when it is asked for the colour of a shape, or the shape of a colour, that is not there? And does
 * it say so of none that is?
 */
public final class Abstaining {
  private static final String NO = "no";

  private Abstaining() {}

  /** As many questions about the colour and about the shape of nothing as {@code items}, and as many proper ones. */
  public static Findings of(Answerer model, SceneSource source, int items) {
    var measures = new Measures("abstention", "test", "answer");
    var examples = new Example.Shown();
    for (var type : List.of(Type.COLOUR, Type.SHAPE)) {
      var name = type == Type.COLOUR ? "color" : "shape";
      var pairs = IntStream.range(0, items).mapToObj(i -> Scenes.scene("test", Family.PAIR, i)).toList();
      var about = pairs.stream().map(scene -> Question.misleading(type, scene).getFirst()).toList();
      measures.share(name + " of nothing: no", no(model, source, about, examples), Double.NaN);
      var proper = IntStream.iterate(0, i -> i + 1).mapToObj(i -> Question.item("test", i))
          .filter(question -> question.type() == type).limit(items).toList();
      measures.share(name + " of something: no", no(model, source, proper, new Example.Shown()), Double.NaN);
    }
    return new Findings(measures, examples);
  }

  private static boolean[] no(Answerer model, SceneSource source, List<Question> questions, Example.Shown examples) {
    var asked = questions.stream().map(question -> new Answerer.Asked(source.picture(question.scene()), question.text(),
        Stream.concat(Answering.allowed(question.type()).stream(), Stream.of(NO)).toList())).toList();
    var answers = model.answers(asked);
    var no = new boolean[answers.size()];
    for (int i = 0; i < no.length; i++) {
      no[i] = answers.get(i).equals(NO);
      examples.add(Answering.example(asked.get(i), answers.get(i), NO));
    }
    return no;
  }
}
