package org.vitrail.vlm.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Figure;
import org.vitrail.vit.scenes.Question;
import org.vitrail.vit.scenes.Question.Type;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.data.SceneSource;

/**
 * Does a model answer questions about what is there? Five types, each with the share of right answers that is possible
 * from the question alone in place of the share by chance.
 */
public final class Answering {
  private Answering() {}

  /** What is possible without seeing the picture. */
  static double ceiling(Type type) {
    return switch (type) {
      case EXIST, RELATION -> 0.5;
      case COUNT -> 0.16;
      case COLOUR -> 0.24;
      case SHAPE -> 0.27;
    };
  }

  /** The answers to questions of a type. */
  public static List<String> allowed(Type type) {
    return switch (type) {
      case EXIST, RELATION -> List.of("yes", "no");
      case COUNT -> IntStream.rangeClosed(0, 6).mapToObj(Vocabulary::number).toList();
      case COLOUR -> Stream.of(Colour.values()).map(Colour::word).toList();
      case SHAPE -> Stream.of(Figure.values()).map(Figure::word).toList();
    };
  }

  /** The first {@code items} questions of the split {@code test}. */
  public static Findings of(Answerer model, SceneSource source, int items) {
    var questions = IntStream.range(0, items).mapToObj(i -> Question.item("test", i)).toList();
    var asked = questions.stream().map(question ->
        new Answerer.Asked(source.picture(question.scene()), question.text(), allowed(question.type()))).toList();
    var answers = model.answers(asked);
    var examples = new Example.Shown();
    var right = new boolean[items];
    for (int i = 0; i < items; i++) {
      right[i] = answers.get(i).equals(questions.get(i).answer());
      examples.add(example(asked.get(i), answers.get(i), questions.get(i).answer()));
    }
    var measures = new Measures("vqa", "test", "answer");
    for (var type : Type.values()) {
      var those = new boolean[items];
      for (int i = 0; i < items; i++) those[i] = questions.get(i).type() == type;
      measures.share(type.name().toLowerCase(Locale.ROOT), Measures.only(right, those), ceiling(type));
    }
    var types = questions.stream().mapToInt(question -> question.type().ordinal()).toArray();
    measures.add("mean of the types", items, some -> mean(right, types, some),
        Arrays.stream(Type.values()).mapToDouble(Answering::ceiling).average().orElseThrow());
    return new Findings(measures, examples);
  }

  static Example example(Answerer.Asked asked, String answer, String truth) {
    boolean right = answer.equals(truth);
    var said = new Example.Option(asked.question() + ": " + answer, 1, right);
    return new Example(asked.picture(), right ? List.of(said)
        : List.of(said, new Example.Option(asked.question() + ": " + truth, 0, true)), right);
  }

  /** The mean over types of the share of right answers of a type; a type without items is left out. */
  private static double mean(boolean[] right, int[] types, int[] items) {
    return IntStream.range(0, Type.values().length)
        .mapToObj(type -> IntStream.of(items).filter(i -> types[i] == type).toArray()).filter(those -> those.length > 0)
        .mapToDouble(those -> Measures.meanOf(right, those)).average().orElse(Double.NaN);
  }
}
