package org.vitrail.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.optim.Sgd;
import org.vitrail.tensor.Tensor;

class TrainerTest {
  private static final int STEPS = 13;                      // crosses an epoch: 2·13 batches of 4 out of 22 examples

  @TempDir Path folder;

  @Test void aRunStoppedAfterAnyStepResumesWithTheSameBits() throws IOException {
    var whole = folder.resolve("whole");
    var end = Regression.trainer(new Regression.Task(1), Regression.plan(STEPS), whole).train(new Interrupt());
    assertEquals(STEPS, end.step());
    for (int stop = 0; stop < STEPS; stop++) {
      var parts = folder.resolve("stopped-" + stop);
      var first = trainUntil(stop, parts);
      assertTrue(first.interrupted());
      assertEquals(stop, Checkpoint.open(parts).step());
      leaveWhatAKilledRunWrites(parts);
      var second = Regression.trainer(new Regression.Task(2), Regression.plan(STEPS), parts).resume(new Interrupt());
      assertFalse(second.interrupted());
      assertSameBits(end.checkpoint(), second.checkpoint());
      assertEquals(reproducible(whole), reproducible(parts));
      assertEquals(end.metrics(), second.metrics());
    }
  }

  private static Outcome trainUntil(int stop, Path folder) {
    var interrupt = new Interrupt();
    if (stop == 0) interrupt.request();
    return Regression.trainer(new Regression.Task(1), Regression.plan(STEPS), folder).progress(new Progress() {
      @Override public void stepped(Step step) {
        if (step.step() == stop) interrupt.request();
      }
    }).train(interrupt);
  }

  /** Steps after the checkpoint have reached the metrics, the last one in part, and a checkpoint was begun. */
  private static void leaveWhatAKilledRunWrites(Path folder) throws IOException {
    var metrics = folder.resolve(Metrics.FILE);
    Files.writeString(metrics, Files.readString(metrics) + "{\"step\":99,\"loss\":1}\n{\"step\":100,\"lo");
    var draft = Files.createDirectories(folder.resolve("checkpoint.tmp-12ab"));
    Files.writeString(draft.resolve("model.safetensors"), "part");
  }

  static void assertSameBits(Path expected, Path actual) throws IOException {
    for (var file : List.of(Checkpoint.MODEL, Checkpoint.OPTIMIZER, Checkpoint.AVERAGE, Checkpoint.CONFIGURATION)) {
      assertArrayEquals(Files.readAllBytes(expected.resolve(file)), Files.readAllBytes(actual.resolve(file)), file);
    }
  }

  static List<Map<?, ?>> reproducible(Path folder) throws IOException {
    var lines = Metrics.read(folder);
    lines.forEach(line -> line.remove("examplesPerSecond"));
    return lines;
  }

  @Test void metricsHoldEveryStepAndEveryEvaluation() throws IOException {
    var end = Regression.trainer(new Regression.Task(1), Regression.plan(7), folder).train(new Interrupt());
    var lines = Metrics.read(folder);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), lines.stream().map(line -> line.get("step")).toList());
    assertEquals(List.of(false, false, true, false, false, true, true),
        lines.stream().map(line -> line.containsKey("val")).toList());
    assertEquals(end.metrics(), lines.getLast().get("val"));
    assertTrue(lines.stream().allMatch(line -> line.get("gradNorm") instanceof Double norm && norm > 0
        && line.get("examplesPerSecond") instanceof Double speed && speed > 0));
    assertEquals(List.of(0.0, 0.01, 0.02), lines.stream().limit(3).map(line -> line.get("lr")).toList());
  }

  @Test void accumulationIsTheMeanOfItsBatches() throws IOException {
    var whole = new Regression.Task(1);
    var parts = new Regression.Task(1);
    whole.model.parameters().values().forEach(p -> assertTrue(p.isTrainable()));
    for (var task : List.of(whole, parts)) {
      var plan = new Plan(1, Schedule.constant(0.1), 9).accumulation(task == whole ? 1 : 2);
      var still = new Trainable<List<Tensor>>() {
        @Override public SequencedMap<String, Parameter> parameters() {
          return task.parameters();
        }

        @Override public Tensor loss(List<Tensor> batch) {                 // does not depend on which batch it is
          return task.model.out().weight().square().sum();
        }
      };
      new Trainer<>(still, Regression.batches(4), new Sgd(Group.of(task.parameters().values(), 0), 0), plan,
          folder.resolve("acc" + plan.accumulation())).train(new Interrupt());
    }
    assertArrayEquals(whole.model.out().weight().toFloats(), parts.model.out().weight().toFloats());
  }

  @Test void whatWasLearntIsSavedBeforeAnEvaluationThatFails() throws IOException {
    var task = new Regression.Task(1) {
      @Override public SequencedMap<String, Double> evaluate() {
        throw new IllegalStateException("no room to evaluate");
      }
    };
    var failed = assertThrows(IllegalStateException.class,
        () -> Regression.trainer(task, Regression.plan(STEPS), folder).train(new Interrupt()));
    assertEquals("no room to evaluate", failed.getMessage());
    assertEquals(3, Checkpoint.open(folder).step());
    assertEquals(3, Metrics.read(folder).size());
  }

  @Test void theLossFalls() {
    var losses = new ArrayList<Double>();
    var plan = new Plan(200, Schedule.constant(0.03), 9);
    Regression.trainer(new Regression.Task(1), plan, folder).progress(new Progress() {
      @Override public void stepped(Step step) {
        losses.add(step.loss());
      }
    }).train(new Interrupt());
    double begin = losses.subList(0, 20).stream().mapToDouble(x -> x).average().orElseThrow();
    double end = losses.subList(180, 200).stream().mapToDouble(x -> x).average().orElseThrow();
    assertTrue(end < begin / 2, begin + " -> " + end);
  }

  @Test void aLossThatIsNotFiniteStopsBeforeTheParametersAreTouched() throws IOException {
    var p = Parameter.of(Tensor.ones(1)).named("p");
    var task = new Trainable<List<Tensor>>() {
      @Override public SequencedMap<String, Parameter> parameters() {
        return new LinkedHashMap<>(Map.of("p", p));
      }

      @Override public Tensor loss(List<Tensor> batch) {
        return p.log().mean();                              // 1, 0, then the logarithm of a negative number
      }
    };
    var plan = new Plan(5, Schedule.constant(0.6), 1).checkpointEvery(1, 1);
    var trainer = new Trainer<>(task, Regression.batches(4), new Sgd(Group.of(List.of(p), 0), 0), plan, folder);
    var stop = assertThrows(TrainingException.class, () -> trainer.train(new Interrupt()));
    assertEquals("step 3: the loss is NaN; lower the learning rate or clip the gradients, or let -Dvitrail.debug=1 "
        + "name the operation that made it", stop.getMessage());
    assertEquals(2, Checkpoint.open(folder).step());
    assertEquals(p.item(), Checkpoint.open(folder).weights().get("p").item());
    assertTrue(Double.isFinite(p.item()));
  }

  @Test void aFolderThatHoldsARunIsNotOverwritten() {
    Regression.trainer(new Regression.Task(1), Regression.plan(2), folder).train(new Interrupt());
    var again = Regression.trainer(new Regression.Task(1), Regression.plan(2), folder);
    assertTrue(assertThrows(TrainingException.class, () -> again.train(new Interrupt())).getMessage()
        .contains("already holds checkpoint-000002"));
    var other = new Plan(4, Schedule.constant(1), 8);
    assertTrue(assertThrows(TrainingException.class,
        () -> Regression.trainer(new Regression.Task(1), other, folder).resume(new Interrupt())).getMessage()
        .contains("seed 9, not 8"));
  }

  @Test void aFinishedRunResumesToItsOutcome() throws IOException {
    var end = Regression.trainer(new Regression.Task(1), Regression.plan(4), folder).train(new Interrupt());
    var again = Regression.trainer(new Regression.Task(2), Regression.plan(4), folder).resume(new Interrupt());
    assertEquals(end.metrics(), again.metrics());
    assertEquals(end.checkpoint(), again.checkpoint());
    assertEquals(Map.of("width", 8L), Checkpoint.open(folder).configuration());
    assertEquals(Map.of("steps", 4L), Checkpoint.open(folder).settings());
  }

  @Test void aRunWithoutCheckpointsResumesFromTheBeginning() throws IOException {
    Files.writeString(folder.resolve(Metrics.FILE), "{\"step\":1,\"lo");
    var end = Regression.trainer(new Regression.Task(1), Regression.plan(3), folder).resume(new Interrupt());
    assertEquals(3, end.step());
    assertEquals(3, Metrics.read(folder).size());
  }
}
