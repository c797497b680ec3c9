package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Raster;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.Instruction.Text;

class FollowingTest {
  private static List<Result> results(Following.Model model) {
    return Stream.of(Task.values()).flatMap(task -> Following.of(model, task, 30).results().stream()).toList();
  }

  @Test void whoKnowsTheAnswersIsAlwaysRight() {
    var results = results(instructions -> instructions.stream().map(Instruction::answer).toList());
    assertEquals(8, results.size(), "one for each task, two where a box is asked for");
    results.forEach(result -> assertEquals(1, result.value(), result.toString()));
  }

  @Test void whoDoesNothingIsNeverRight() {
    var blank = new Shown(new Picture(32, 32, 3, Raster.half(Raster.blank())));
    for (var nothing : List.of(new Text("no idea"), blank)) {
      for (var result : results(all -> all.stream().map(one -> (Instruction.Part) nothing).toList())) {
        assertEquals(0, result.value(), result.toString());
      }
    }
  }

  /** The picture as it was before the change is not the one that was asked for. */
  @Test void whoGivesThePictureBackHasNotChangedIt() {
    assertEquals(0, Following.of(all -> all.stream().map(one -> one.prompt().getFirst()).toList(), Task.CHANGE, 30)
        .results().getFirst().value());
  }
}
