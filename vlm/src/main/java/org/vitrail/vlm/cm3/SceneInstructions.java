package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Question;
import org.vitrail.vit.scenes.Question.Type;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Thing;
import org.vitrail.vlm.cm3.Instruction.Gap;
import org.vitrail.vlm.cm3.Instruction.Part;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.Instruction.Text;
import org.vitrail.vlm.data.SceneSource;

/**
 * Instructions about generated scenes.
 * <pre>
 *   a red circle and a blue square                          ⟶ picture
 *   picture  describe                                       ⟶ a red circle and a blue square
 *   picture  question what color is the circle answer       ⟶ red
 *   picture  change the red circle to blue                  ⟶ picture
 *   picture  where is the red circle                        ⟶ box
 *   a red circle in box and a blue square in box            ⟶ picture
 *   a gap circle and a blue square  picture                 ⟶ red
 * </pre>
 *
 * @param source of the pictures
 * @param misleading the share of questions about a shape or a colour that is not there, of which the answer is no
 * @param untold the share of pictures to paint of which nothing is told, so that {@link
 *     org.vitrail.vlm.fusion.Guidance} has something to compare with
 */
public record SceneInstructions(SceneSource source, double misleading, double untold) {
  private static final int FINE = 1000;

  /** Proper questions, and texts to all pictures. */
  public SceneInstructions(SceneSource source) {
    this(source, 0, 0);
  }

  public SceneInstructions {
    for (double share : new double[] {misleading, untold}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share of " + share + "; it lies between 0 and 1");
      }
    }
  }

  /** Item {@code i} of a split, the tasks taking turns. */
  public Instruction item(List<Task> tasks, String split, int i) {
    return item(tasks.get(i % tasks.size()), split, i / tasks.size());
  }

  /** Number {@code i} of a task in a split. */
  public Instruction item(Task task, String split, int i) {
    return switch (task) {
      case PAINT -> paint(Scenes.item(split, i), Draws.stream("paint/" + split, i));
      case DESCRIBE -> describe(Scenes.captioned(split, i));
      case ANSWER -> answer(question(split, i));
      case CHANGE -> change(edit(split, i));
      case LOCATE -> locate(split, i);
      case ARRANGE -> arrange(Scenes.captioned(split, i));
      case FILL -> fill(Scenes.captioned(split, i), Draws.stream("fill/" + split, i));
    };
  }

  private Shown shown(Scene scene) {
    return new Shown(source.picture(scene));
  }

  private static boolean happens(double share, Draws r) {
    return r.below(FINE) < share * FINE;
  }

  private Instruction paint(Scene scene, Draws r) {
    var told = happens(untold, r) ? new Gap() : new Text(scene.caption());
    return new Instruction(Task.PAINT, List.of(told), shown(scene));
  }

  private Instruction describe(Scene scene) {
    return new Instruction(Task.DESCRIBE, List.of(shown(scene), new Text("describe")), new Text(scene.caption()));
  }

  private Question question(String split, int i) {
    var r = Draws.stream("misleading/" + split, i);
    if (!happens(misleading, r)) return Question.item(split, i);
    var type = r.below(2) == 0 ? Type.COLOUR : Type.SHAPE;
    var questions = Question.misleading(type, Scenes.scene(split, Family.PAIR, i));
    return questions.get(r.below(questions.size()));
  }

  private Instruction answer(Question question) {
    var asked = new Text(Instruction.question(question.text()));
    return new Instruction(Task.ANSWER, List.of(shown(question.scene()), asked), new Text(question.answer()));
  }

  /**
   * A scene one of whose objects is to change.
   *
   * @param what the number of the object
   */
  public record Edit(Scene scene, int what, Colour colour) {

    public String text() {
      return "change the " + scene.things().get(what).kind().words() + " to " + colour.word();
    }

    /** The scene as it is to be. */
    public Scene changed() {
      var things = new ArrayList<>(scene.things());
      things.set(what, changed(things.get(what)));
      return scene.with(things, scene.caption());
    }

    private Thing changed(Thing thing) {
      return thing.withKind(new Kind(thing.kind().shape(), colour));
    }
  }

  /** A change to a kind that is neither in the scene nor held out; every object may be the one. */
  public static Edit edit(String split, int i) {
    var scene = Scenes.captioned(split, i);
    var r = Draws.stream("edit/" + split, i);
    int what = r.below(scene.things().size());
    Edit edit;
    do {
      edit = new Edit(scene, what, Colour.values()[r.below(Colour.values().length)]);
    } while (!isNew(edit));
    return edit;
  }

  private static boolean isNew(Edit edit) {
    var kind = edit.changed().things().get(edit.what).kind();
    return !kind.heldOut() && !edit.scene.shows(kind);
  }

  private Instruction change(Edit edit) {
    return new Instruction(Task.CHANGE, List.of(shown(edit.scene), new Text(edit.text())), shown(edit.changed()));
  }

  private Instruction locate(String split, int i) {
    var scene = Scenes.captioned(split, i);
    var thing = scene.things().get(Draws.stream("locate/" + split, i).below(scene.things().size()));
    return new Instruction(Task.LOCATE, List.of(shown(scene), new Text("where is the " + thing.kind().words())),
        new Place(thing.box()));
  }

  private Instruction arrange(Scene scene) {
    var prompt = new ArrayList<Part>();
    for (var thing : scene.things()) {
      prompt.add(new Text((prompt.isEmpty() ? "" : "and ") + thing.kind().phrase() + " in"));
      prompt.add(new Place(thing.box()));
    }
    return new Instruction(Task.ARRANGE, prompt, shown(scene));
  }

  /** The gap hides a colour or a shape. */
  private Instruction fill(Scene scene, Draws r) {
    var words = List.of(scene.caption().split(" "));
    var named = scene.things().stream().map(Thing::kind)
        .flatMap(kind -> Stream.of(kind.colour().word(), kind.shape().word())).toList();
    var places = IntStream.range(0, words.size()).filter(i -> named.contains(words.get(i))).toArray();
    int place = places[r.below(places.length)];
    var prompt = new ArrayList<Part>();
    prompt.add(new Text(String.join(" ", words.subList(0, place))));
    prompt.add(new Gap());
    prompt.add(new Text(String.join(" ", words.subList(place + 1, words.size()))));
    prompt.add(shown(scene));
    return new Instruction(Task.FILL, prompt, new Text(words.get(place)));
  }
}
