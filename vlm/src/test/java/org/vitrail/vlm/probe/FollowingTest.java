package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Raster;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Text;

class FollowingTest {
  @Test void whoKnowsTheAnswersIsAlwaysRight() {
    var results = Following.of(instructions -> instructions.stream().map(Instruction::answer).toList(), 30);
    assertEquals(6, results.size());
    results.forEach(result -> assertEquals(1, result.value(), result.toString()));
  }

  @Test void whoDoesNothingIsNeverRight() {
    var blank = new Shown(new Picture(32, 32, 3, Raster.half(Raster.blank())));
    for (var nothing : List.of(new Text("no idea"), blank)) {
      for (var result : Following.of(all -> all.stream().map(one -> (Instruction.Part) nothing).toList(), 30)) {
        assertEquals(0, result.value(), result.toString());
      }
    }
  }

  /** The picture as it was before the change is not the one that was asked for. */
  @Test void whoGivesThePictureBackHasNotChangedIt() {
    var results = Following.of(all -> all.stream().map(one -> one.prompt().getFirst()).toList(), 30);
    assertTrue(results.stream().filter(result -> result.variant().equals("change"))
        .allMatch(result -> result.value() == 0));
  }
}
