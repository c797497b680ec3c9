package org.vitrail.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TrainingProcessTest {
  private static final int STEPS = 60;
  private static final int KILLS = 5;

  @TempDir Path folder;

  @Test void aRunKilledAtRandomMomentsEndsWithTheBitsOfOneNeverStopped() throws Exception {
    var whole = Regression.trainer(new Regression.Task(1), Regression.plan(STEPS), folder.resolve("whole"))
        .train(new Interrupt());
    var killed = folder.resolve("killed");
    var random = new Random();
    int done = 0;
    for (int i = 0; i < KILLS; i++) {
      var process = TrainingProcess.start("-Dvitrail.debug=0", killed, STEPS);
      try (var output = process.inputReader()) {
        done += random.nextInt(1, 8);
        assertTrue(TrainingProcess.awaitStep(output, done), "the process ended by itself");
        Thread.sleep(random.nextInt(20));
        process.destroyForcibly().waitFor();
      }
    }
    var end = Regression.trainer(new Regression.Task(1), Regression.plan(STEPS), killed).resume(new Interrupt());
    TrainerTest.assertSameBits(whole.checkpoint(), end.checkpoint());
    assertEquals(TrainerTest.reproducible(folder.resolve("whole")), TrainerTest.reproducible(killed));
  }

  /** By SIGTERM, for SIGINT is ignored in programs that were started in the background. */
  @Test @DisabledOnOs(OS.WINDOWS) void anInterruptedRunFinishesItsStepAndWritesACheckpoint() throws Exception {
    var process = TrainingProcess.start("-Dvitrail.debug=0", folder, 100_000);
    try (var output = process.inputReader()) {
      assertTrue(TrainingProcess.awaitStep(output, 3));
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
      var last = output.lines().reduce((before, line) -> line).orElseThrow();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(143, process.exitValue());
      assertEquals("stopped after " + Checkpoint.open(folder).step(), last);
    }
  }

  @Test void debuggingNamesTheOperationThatMadeTheFirstNaN() throws Exception {
    var process = TrainingProcess.start("-Dvitrail.debug=1", folder, 5, "nan");
    try (var output = process.inputReader()) {
      var last = output.lines().reduce((before, line) -> line).orElseThrow();
      assertTrue(last.startsWith("step 1: NaN or infinity first appears in sqrt"), last);
    }
  }
}
