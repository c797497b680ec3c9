package org.vitrail.vlm.cm3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.nn.Init;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.tensor.Scope;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vlm.TinyClip;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.InstructionMeasures.Kind;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Style;
import org.vitrail.vlm.fusion.train.MixedTask;

class FollowerTest {
  private static final List<Task> TASKS = List.of(Task.values());
  private static final SceneInstructions SCENES = new SceneInstructions(SceneSource.PLAIN);

  private static MixedModel model() {
    var tokens = Tokens.scenes(true);
    var decoder = Decoder.of(DecoderConfig.cm3leon(tokens.vocabulary().size(), 96, 32, 2, 2, 64),
        Init.of(1).withStd(0.05));
    var halves = Collections.nCopies(3, 0.5);
    return new MixedModel(decoder, new Cells(), tokens.vocabulary(), TinyClip.words(), null,
        Preprocessing.processor("clip", Map.of("size", 32, "crop_size", 32, "image_mean", halves, "image_std", halves),
            Backend.PIL));
  }

  /** The measures by one reading, and the answers that are written token by token, say the same. */
  @Test void whatIsLearnedByHeartIsSaidAndPainted() throws IOException {
    var model = model();
    var instructions = IntStream.range(0, 14).mapToObj(i -> SCENES.item(TASKS, "train", i)).toList();
    var documents = InstructionDocuments.of(model, instructions::get, instructions.size(), done -> {});
    var measures = new InstructionMeasures(List.of(new Kind("all", documents, false)));
    var task = new MixedTask(model, measures::of, ZLoss.CHAMELEON);
    assertEquals(0, task.evaluate().get("all, right"));
    var optimizer = new AdamW(Group.decaying(task.parameters().values(), 0, Group.MATRICES));
    var batches = documents.batches(14, 1);
    for (int step = 0; step < 150; step++) {
      int k = step;
      Scope.run("step", () -> optimizer.step(Tape.gradients(() -> task.loss(batches.get(k))), 1, 1e-2));
    }
    assertEquals(1, task.evaluate().get("all, right"), task.evaluate().toString());
    try (var generator = new MixedGenerator(model)) {
      var answers = Follower.of(generator).follow(instructions, Style.of(Mode.FREE));
      for (int i = 0; i < answers.size(); i++) {
        var truth = instructions.get(i).answer();
        if (truth instanceof Shown(var picture)) {
          assertArrayEquals(model.codes(List.of(picture)), model.codes(List.of(((Shown) answers.get(i)).picture())));
        } else if (instructions.get(i).task() == Task.LOCATE) {
          assertTrue(((Place) truth).matches((Place) answers.get(i)), answers.get(i).words());
        } else {
          assertEquals(truth, answers.get(i));
        }
      }
    }
  }

  /** An answer counts 1 however long it is. */
  @Test void answersCountAlike() {
    var documents = InstructionDocuments.of(model(), i -> SCENES.item(TASKS, "train", i), TASKS.size(), done -> {});
    for (var one : documents.even().instructions()) {
      double sum = 0;
      for (float weight : one.tokens().weights()) sum += weight;
      assertEquals(1, sum, 1e-5);
      for (int t = 0; t < one.answer(); t++) assertEquals(0, one.tokens().weights()[t]);
    }
  }
}
