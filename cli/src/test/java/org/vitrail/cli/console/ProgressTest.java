package org.vitrail.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Spoken spoken = new Spoken();
  private long nanos;

  private static Progress.Step at(long step) {
    return new Progress.Step(step, 0.25, 1e-3, 1.5, 64);
  }

  @Test
  void aPipeGetsALineEveryFiveSecondsAndTheTimeLeftAfterTen() {
    var lines = new ProgressLines(spoken.console(false), "train", "steps", 0, 100, () -> nanos);
    for (int step = 1; step <= 100; step++) {
      nanos += 125_000_000;
      lines.step(at(step));
    }
    assertEquals("""
        train: 100 steps
        train 40/100  loss 0.250  512/s  lr 1.0e-03  grad 1.500
        train 80/100  loss 0.250  0:03 left  512/s  lr 1.0e-03  grad 1.500
        train 100/100  loss 0.250  0:00 left  512/s  lr 1.0e-03  grad 1.500
        """, spoken.err());
  }

  @Test
  void aSlowStartIsForgotten() {
    var pace = new Pace(1000, 0);
    pace.step(at(1), nanos = 20_000_000_000L);
    for (int step = 2; step <= 400; step++) pace.step(at(step), nanos += 100_000_000);
    assertEquals(60, pace.secondsLeft(), 4);
  }

  @Test
  void aResumedJobCountsOnlyItsOwnStepsForThePace() {
    var lines = new ProgressLines(spoken.console(false), "train", "steps", 900, 1000, () -> nanos);
    nanos += 12_000_000_000L;
    lines.step(at(906));
    assertTrue(spoken.err().startsWith("train: 1000 steps, of which 900 are done\ntrain 906/1000"), spoken.err());
    assertTrue(spoken.err().contains("18:48 left"), spoken.err());
  }

  @Test
  void theBarFitsItsLineAndDropsTheLeastImportantWords() throws Exception {
    var wide = drawn(StandardCharsets.UTF_8);
    for (var part : new String[] {"train ", "━", "50/100", "loss 0.250"}) assertTrue(wide.contains(part), wide);
    var ascii = drawn(StandardCharsets.US_ASCII);
    assertTrue(ascii.contains("####") && !ascii.contains("?"), ascii);
  }

  private String drawn(java.nio.charset.Charset charset) {
    var spoken = new Spoken();
    var console = spoken.console(true, false, charset);
    try (var bar = Progress.of(console, "train", 0, 100)) {
      for (int step = 1; step <= 50; step++) bar.step(at(step));
      bar.say("epoch 1: accuracy 0.9");
    }
    var lines = spoken.err().split("[\r\n]+");
    for (var line : lines) assertTrue(line.length() < console.columns(), line);
    assertTrue(spoken.err().contains("epoch 1: accuracy 0.9\n"), spoken.err());
    assertFalse(spoken.err().contains("\u001b"), spoken.err());
    assertTrue(spoken.err().endsWith("\n"));
    return lines[lines.length - 1];
  }
}
