package org.vitrail.vit.scenes;

/** Text for a language model: captions, questions with answers, and names bound in context. At most 23 words a line. */
public final class TextStream {
  private TextStream() {}

  /** Line {@code i} of a split. */
  public static String line(String split, int i) {
    Scenes.check(split, i);
    var r = Draws.stream("lm/" + split, i);
    return switch (r.below(3)) {
      case 0 -> Scenes.item(split, i).caption();
      case 1 -> asked(Question.item(split, i));
      default -> bound(r);
    };
  }

  private static String asked(Question question) {
    return question.scene().caption() + " question " + question.text() + " answer " + question.answer();
  }

  private static String bound(Draws r) {
    var first = Kind.draw(r);
    var second = Episode.other(first, r);
    int n1 = r.below(4);
    int n2 = r.belowExcept(4, n1);
    var one = first.phrase() + " is a " + Episode.NAMES.get(n1);
    var two = second.phrase() + " is a " + Episode.NAMES.get(n2);
    return one + " and " + two + " and " + (r.below(2) == 0 ? one : two);
  }
}
