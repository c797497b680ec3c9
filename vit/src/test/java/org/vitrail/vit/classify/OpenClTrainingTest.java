package org.vitrail.vit.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Traffic;
import org.vitrail.nn.Init;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Interrupt;
import org.vitrail.nn.train.Plan;
import org.vitrail.nn.train.Progress;
import org.vitrail.nn.train.Trainer;
import org.vitrail.vit.Vit;

/** A vision transformer learns on an OpenCL device what it learns on the processor. */
class OpenClTrainingTest {
  private static final int STEPS = 50;
  private static final int BATCH = 32;
  private static final double LOSS_TOLERANCE = 1e-3;

  @TempDir Path folder;

  @BeforeEach void requireDevice() {
    Devices.problem("opencl").ifPresent(problem -> {
      System.err.println("skipped training on OpenCL: " + problem);
      abort(problem);
    });
  }

  /** What there is to see of each step. */
  private static final class Seen implements Progress {
    final List<Double> losses = new ArrayList<>();
    final List<Traffic> traffic = new ArrayList<>();
    private final Interrupt interrupt = new Interrupt();
    private final int stopAfter;

    Seen(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override public void stepped(Step step) {
      losses.add(step.loss());
      if (Devices.current() instanceof OpenClDevice cl) traffic.add(cl.traffic());
      if (step.step() == stopAfter) interrupt.request();
    }
  }

  /** Goes on where {@code run} stands, until step {@code stopAfter}. */
  private static Seen train(Device device, Path run, int stopAfter) {
    var seen = new Seen(stopAfter);
    Devices.on(device, () -> {
      var pictures = PictureSet.digits();
      var config = Vit.Config.classifier(8, 2, 32, 2, 4, 10);
      var grey = new Vit.Config(new Vit.Input(8, 8, 1, 2), config.tokens(), config.depth(), config.block(), config.head());
      var task = new ClassifierTask(
          new Classifier(Network.of(Vit.of(grey, Init.of(1).withStd(0.1))), pictures.classes()), pictures.test(), 0.1);
      var batches = new Batches<Example, Batch>(pictures.train(), BATCH, 1, (examples, random) -> Batch.of(examples));
      var optimizer = new AdamW(Group.decaying(task.parameters().values(), 0.05, Group.MATRICES));
      var plan = new Plan(STEPS, Schedule.cosine(3e-3, 0, STEPS - 10).afterWarmup(10), 1).clipping(Clipping.byNorm(1))
          .scalesLoss(device.precision() == Precision.F16);
      return new Trainer<>(task, batches, optimizer, plan, run).progress(seen).resume(seen.interrupt);
    });
    return seen;
  }

  @Test void theSameLossesAsOnTheProcessor() {
    var cpu = train(Devices.named("cpu"), folder.resolve("cpu"), STEPS);
    var opencl = train(Devices.named("opencl"), folder.resolve("opencl"), STEPS);
    assertClose(cpu.losses, opencl.losses);
    assertTrue(mean(opencl.losses.subList(40, 50)) < mean(opencl.losses.subList(0, 10)) - 0.3, opencl.losses + "");
    assertOnlyNumbersOfTheStepCross(opencl.traffic);
  }

  private static double mean(List<Double> losses) {
    return losses.stream().mapToDouble(x -> x).average().orElseThrow();
  }

  private static void assertClose(List<Double> expected, List<Double> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), LOSS_TOLERANCE, "loss of step " + (i + 1));
    }
  }

  /** Out go the loss and the length of the gradients, in go pixels and labels: four bytes for each number. */
  private static void assertOnlyNumbersOfTheStepCross(List<Traffic> traffic) {
    int batchesAhead = 4;
    int batch = BATCH * (8 * 8 + 1) * Float.BYTES;
    for (int i = 10; i < STEPS - 1; i++) {
      var step = traffic.get(i).since(traffic.get(i - 1));
      assertEquals(2 * Float.BYTES, step.read(), "step " + (i + 1));
      assertTrue(step.written() <= batchesAhead * batch, "step " + (i + 1) + " writes " + step);
    }
  }

  @Test void aCheckpointMovesBetweenDevices() {
    var whole = train(Devices.named("cpu"), folder.resolve("whole"), STEPS);
    var moved = new ArrayList<Double>();
    moved.addAll(train(Devices.named("opencl"), folder.resolve("moved"), 7).losses);
    moved.addAll(train(Devices.named("cpu"), folder.resolve("moved"), 15).losses);
    moved.addAll(train(Devices.named("opencl"), folder.resolve("moved"), STEPS).losses);
    assertClose(whole.losses, moved);
  }

  /** Rounded operands give other losses, but the training goes the same way. */
  @Test void lowerPrecisionsConverge() {
    var exact = train(Devices.named("opencl"), folder.resolve("f32"), STEPS);
    for (var precision : new Precision[] {Precision.BF16, Precision.F16}) {
      var rounded = train(Devices.named("opencl").in(precision), folder.resolve(precision.name()), STEPS);
      double difference = Math.abs(exact.losses.getLast() - rounded.losses.getLast());
      assertTrue(difference < 0.03, precision + ": " + rounded.losses.getLast() + " after " + exact.losses.getLast());
      assertTrue(!exact.losses.equals(rounded.losses), precision + " rounds nothing");
    }
  }
}
