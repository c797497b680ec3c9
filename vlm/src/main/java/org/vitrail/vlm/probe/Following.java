package org.vitrail.vlm.probe;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.SceneReader;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Thing;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.Instruction.Part;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.Instruction.Text;
import org.vitrail.vlm.cm3.SceneInstructions;
import org.vitrail.vlm.data.SceneSource;

/**
 * Does a model do what it is told? Texts must be the right ones word for word; a picture of a text must make it true; a
 * changed or arranged picture must have the right objects in the right cells and no others; a box must share half of
 * what it and the right one cover.
 */
public final class Following {
  private static final double SHARED = 0.5;

  private Following() {}

  /** What answers instructions. */
  @FunctionalInterface
  public interface Model {
    List<Part> follow(List<Instruction> instructions);
  }

  /** The first {@code items} instructions of each task in the split {@code test}. */
  public static List<Result> of(Model model, int items) {
    var scenes = new SceneInstructions(SceneSource.PLAIN);
    var results = new ArrayList<Result>();
    for (var task : Task.values()) {
      var instructions = IntStream.range(0, items).mapToObj(i -> scenes.item(task, "test", i)).toList();
      var answers = model.follow(instructions);
      var right = new boolean[items];
      for (int i = 0; i < items; i++) right[i] = isRight(i, instructions.get(i), answers.get(i));
      var name = task.name().toLowerCase(Locale.ROOT);
      results.addAll(new Measures("instructions", "test", name).share("right", right, Double.NaN).results());
    }
    return results;
  }

  private static boolean isRight(int item, Instruction instruction, Part answer) {
    if (instruction.task() == Task.PAINT) {
      return answer instanceof Shown shown && Depiction.of(Scenes.item("test", item), shown.picture()).isTrue();
    }
    return switch (instruction.answer()) {
      case Text text -> text.equals(answer);
      case Shown shown -> answer instanceof Shown other && objects(shown.picture()).equals(objects(other.picture()));
      case Place place -> answer instanceof Place other && place.box().iou(other.box()) >= SHARED;
    };
  }

  private static Map<Integer, Kind> objects(Picture picture) {
    return SceneReader.read(picture.pixels()).stream().collect(toMap(Thing::cell, Thing::kind));
  }
}
