package org.vitrail.vit.scenes;

import java.util.List;
import java.util.stream.Stream;

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

  /**
   * The questions of {@link Type#COLOUR} or of SHAPE about what a scene does not show, in the order of shapes or
   * colours; each has the answer no.
   *
   * @throws IllegalArgumentException for another type
   */
  public static List<Question> misleading(Type type, Scene scene) {
    var kinds = scene.things().stream().map(Thing::kind).toList();
    return switch (type) {
      case COLOUR -> Stream.of(Figure.values())
          .filter(shape -> kinds.stream().noneMatch(kind -> kind.shape() == shape))
          .map(shape -> new Question(type, scene, colourOf(shape), yes(false))).toList();
      case SHAPE -> Stream.of(Colour.values())
          .filter(colour -> kinds.stream().noneMatch(kind -> kind.colour() == colour))
          .map(colour -> new Question(type, scene, shapeOf(colour), yes(false))).toList();
      default -> throw new IllegalArgumentException("a question of the type " + type + " presupposes nothing; take "
          + "COLOUR or SHAPE");
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
    return new Question(Type.COLOUR, scene, colourOf(kind.shape()), kind.colour().word());
  }

  private static String colourOf(Figure shape) {
    return "what color is the " + shape.word();
  }

  private static Question shape(Scene scene, Draws r) {
    var kind = scene.things().get(r.below(2)).kind();
    return new Question(Type.SHAPE, scene, shapeOf(kind.colour()), kind.shape().word());
  }

  private static String shapeOf(Colour colour) {
    return "what shape is the " + colour.word() + " object";
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
