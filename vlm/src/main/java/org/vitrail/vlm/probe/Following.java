package org.vitrail.vlm.probe;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.SceneReader;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Thing;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.Instruction.Gap;
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
  private Following() {}

  /** What answers instructions. */
  @FunctionalInterface
  public interface Model {
    List<Part> follow(List<Instruction> instructions);
  }

  /** The first {@code items} instructions of a task in the split {@code test}. */
  public static Findings of(Model model, Task task, int items) {
    var scenes = new SceneInstructions(SceneSource.PLAIN);
    var instructions = IntStream.range(0, items).mapToObj(i -> scenes.item(task, "test", i)).toList();
    var answers = model.follow(instructions);
    var right = new boolean[items];
    var examples = new Example.Shown();
    for (int i = 0; i < items; i++) {
      right[i] = isRight(i, instructions.get(i), answers.get(i));
      examples.add(example(instructions.get(i), answers.get(i), right[i]));
    }
    var measures = new Measures("instructions", "test", task.toString()).share("right", right, Double.NaN);
    if (task == Task.LOCATE) measures.mean("intersection over union", shared(instructions, answers), Double.NaN);
    return new Findings(measures, examples);
  }

  private static double[] shared(List<Instruction> instructions, List<Part> answers) {
    return IntStream.range(0, answers.size()).mapToDouble(i -> answers.get(i) instanceof Place(var box)
        ? ((Place) instructions.get(i).answer()).box().iou(box) : 0).toArray();
  }

  /** A picture that was painted, or the one that was asked about. */
  private static Example example(Instruction instruction, Part answer, boolean right) {
    if (answer instanceof Shown shown) {
      var told = new Example.Option(instruction.words(), right ? 1 : 0, right);
      return new Example(shown.picture(), List.of(told), right);
    }
    var said = new Example.Option(instruction.words() + ": " + answer.words(), 1, right);
    var truth = new Example.Option(instruction.words() + ": " + instruction.answer().words(), 0, true);
    return new Example(instruction.picture(), right ? List.of(said) : List.of(said, truth), right);
  }

  private static boolean isRight(int item, Instruction instruction, Part answer) {
    if (instruction.task() == Task.PAINT) {
      return answer instanceof Shown shown && Depiction.of(Scenes.item("test", item), shown.picture()).isTrue();
    }
    return switch (instruction.answer()) {
      case Text _, Gap _ -> instruction.answer().equals(answer);
      case Shown shown -> answer instanceof Shown other && objects(shown.picture()).equals(objects(other.picture()));
      case Place place -> answer instanceof Place other && place.matches(other);
    };
  }

  private static Map<Integer, Kind> objects(Picture picture) {
    return SceneReader.read(picture.pixels()).stream().collect(toMap(Thing::cell, Thing::kind));
  }
}
