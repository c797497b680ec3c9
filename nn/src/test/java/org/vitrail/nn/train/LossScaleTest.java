package org.vitrail.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.Tensor;

class LossScaleTest {
  private static final int STEPS = 6;

  @TempDir Path folder;

  /** The factor is a power of two: it goes in and out without a rounding. */
  @Test void changesNoBitOfATraining() {
    var plain = new Regression.Task(1);
    var scaled = new Regression.Task(1);
    Regression.trainer(plain, Regression.plan(STEPS), folder.resolve("plain")).train(new Interrupt());
    Regression.trainer(scaled, Regression.plan(STEPS).scalesLoss(true), folder.resolve("scaled")).train(new Interrupt());
    plain.parameters().forEach((name, p) ->
        assertArrayEquals(p.toFloats(), scaled.parameters().get(name).toFloats(), name));
  }

  @Test void aStepWithoutFiniteGradientsIsLeftOut() throws IOException {
    var task = new Regression.Task(1) {
      @Override public Tensor loss(List<Tensor> batch) {
        return super.loss(batch).mul(1e34);
      }
    };
    var before = task.model.out().weight().toFloats();
    var plan = new Plan(1, Schedule.constant(0.1), 9).scalesLoss(true);
    Regression.trainer(task, plan, folder).train(new Interrupt());
    assertArrayEquals(before, task.model.out().weight().toFloats());
    assertEquals(0x1p15, Checkpoint.open(folder).lossScale().factor());
    assertEquals(0x1p15, Metrics.read(folder).getFirst().get("lossScale"));
  }

  @Test void aResumedRunGoesOnWithItsScale() throws IOException {
    for (int steps : new int[] {STEPS, STEPS + 2}) {
      var plan = Regression.plan(steps).scalesLoss(true);
      Regression.trainer(new Regression.Task(1), plan, folder).resume(new Interrupt());
      assertEquals(steps, Checkpoint.open(folder).lossScale().goodSteps());
    }
    assertEquals(0x1p16, Checkpoint.open(folder).lossScale().factor());
  }

  @Test void growsWithPatienceAndEndsAtOne() {
    var scale = new LossScale(4, 1999);
    assertTrue(scale.accept(1));
    assertEquals(8, scale.factor());
    for (double expected : new double[] {4, 2, 1}) {
      assertFalse(scale.accept(Double.NaN));
      assertEquals(expected, scale.factor());
    }
    var e = assertThrows(ArithmeticException.class, () -> scale.accept(Double.POSITIVE_INFINITY));
    assertTrue(e.getMessage().contains("--precision bf16"), e.getMessage());
  }
}
