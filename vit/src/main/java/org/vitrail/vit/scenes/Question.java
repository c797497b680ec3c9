package org.vitrail.vit.scenes;

import java.util.List;

/** A question about a scene with its one-word answer. */
public record Question(Type type, Scene scene, String text, String answer) {

  /** What is asked, in the order of the numbers; each type has its family of scenes. */
  public enum Type {
    EXIST(Family.MULTI), COUNT(Family.COUNT), COLOUR(Family.PAIR), SHAPE(Family.PAIR), RELATION(Family.RELATION);

    private static final Type[] ALL = values();

    private final Family family;

    Type(Family family) {
      this.family = family;
    }
  }

  /** Question item {@code i} of a split. */
  public static Question item(String split, int i) {
    Scenes.check(split, i);
    var r = Draws.stream("vqa/" + split, i);
    var type = Type.ALL[r.below(5)];
    var scene = Scenes.scene(split, type.family, i);
    return switch (type) {
      case EXIST -> exist(scene, r);
      case COUNT -> count(scene, r);
      case COLOUR -> colour(scene, r);
      case SHAPE -> shape(scene, r);
      case RELATION -> relation(scene, r);
    };
  }

  /** The same question in other words, where there are any: for {@link Type#EXIST}, COLOUR and SHAPE. */
  public List<String> paraphrases() {
    return switch (type) {
      case EXIST -> List.of(text, text.replaceFirst("is there (a .*)", "is $1 in the image"));
      case COLOUR -> List.of(text, text.replaceFirst("what color is (the .*)", "$1 is what color"));
      case SHAPE -> List.of(text, text.replaceFirst("what shape is (the .*)", "$1 is what shape"));
      case COUNT, RELATION -> List.of(text);
    };
  }

  private static Question exist(Scene scene, Draws r) {
    boolean there = r.below(2) == 0;
    var kind = there ? scene.things().get(r.below(scene.things().size())).kind() : absent(scene, r);
    return new Question(Type.EXIST, scene, "is there " + kind.phrase(), yes(there));
  }

  private static Question count(Scene scene, Draws r) {
    var kind = r.below(8) == 0 ? absent(scene, r) : scene.things().getFirst().kind();
    int n = (int) scene.things().stream().filter(thing -> thing.kind().equals(kind)).count();
    var text = "how many " + kind.colour().word() + " " + kind.shape().plural() + " are there";
    return new Question(Type.COUNT, scene, text, Vocabulary.number(n));
  }

  private static Question colour(Scene scene, Draws r) {
    var kind = scene.things().get(r.below(2)).kind();
    return new Question(Type.COLOUR, scene, "what color is the " + kind.shape().word(), kind.colour().word());
  }

  private static Question shape(Scene scene, Draws r) {
    var kind = scene.things().get(r.below(2)).kind();
    var text = "what shape is the " + kind.colour().word() + " object";
    return new Question(Type.SHAPE, scene, text, kind.shape().word());
  }

  private static Question relation(Scene scene, Draws r) {
    boolean truth = r.below(2) == 0;
    var first = scene.things().get(0);
    var second = scene.things().get(1);
    var relation = truth ? Relation.between(first, second) : Relation.between(first, second).inverse();
    var text = "is the " + first.kind().words() + " " + relation.words() + " the " + second.kind().words();
    return new Question(Type.RELATION, scene, text, yes(truth));
  }

  private static Kind absent(Scene scene, Draws r) {
    var kind = Kind.draw(r);
    while (scene.shows(kind)) {
      kind = Kind.draw(r);
    }
    return kind;
  }

  private static String yes(boolean truth) {
    return truth ? "yes" : "no";
  }
}
