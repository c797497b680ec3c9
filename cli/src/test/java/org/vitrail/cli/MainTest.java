package org.vitrail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vitrail.cli.console.Spoken;
import org.vitrail.cli.console.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class MainTest {
  private final Spoken spoken = new Spoken();

  @Command(name = "act", description = "Does what the test says.", footer = Act.EXAMPLE)
  static final class Act implements Callable<Integer> {
    static final String EXAMPLE =
        "  vitrail act --batch 3 --and-so-on a-line-that-is-wider-than-eighty-columns   which is one";

    private final Callable<Integer> deed;

    Act(Callable<Integer> deed) {
      this.deed = deed;
    }

    @Option(names = "--batch")
    private int batch;

    @Override
    public Integer call() throws Exception {
      return deed.call();
    }
  }

  private int run(Callable<Integer> deed, String... arguments) {
    return Main.run(spoken.console(false), arguments, new Act(deed));
  }

  @AfterEach
  void forgetProperties() {
    System.clearProperty("vitrail.debug");
    System.clearProperty("vitrail.test");
  }

  @Test
  void aMistakeOfTheUserIsOneSentence() {
    assertEquals(1, run(() -> { throw new UserError("photo.txt: this is no picture; give a PNG or a JPEG"); }, "act"));
    assertEquals("vitrail: photo.txt: this is no picture; give a PNG or a JPEG\n", spoken.err());
    assertEquals("", spoken.out());
  }

  @Test
  void filesAreNamedInWords() {
    assertEquals(1, run(() -> { throw new NoSuchFileException("a/b.png"); }, "act"));
    assertEquals(1, run(() -> { throw new AccessDeniedException("/etc/shadow"); }, "act"));
    assertEquals("vitrail: a/b.png: there is no such file or folder\nvitrail: /etc/shadow: permission denied\n",
        spoken.err());
  }

  @Test
  void errorsThatOurCodeThrowsArePassedOnAndOthersAreDefects() {
    run(() -> { throw new IllegalArgumentException("matmul: inner sizes differ, 8 and 5"); }, "act");
    assertEquals("vitrail: matmul: inner sizes differ, 8 and 5\n", spoken.err());
    run(() -> Integer.parseInt("x"), "act");
    assertTrue(spoken.err().contains("unexpected java.lang.NumberFormatException"), spoken.err());
    assertTrue(spoken.err().contains("--debug"), spoken.err());
    assertFalse(spoken.err().contains("\tat "), spoken.err());
  }

  @Test
  void runningOutOfMemoryNamesTheRemedy() {
    assertEquals(1, run(() -> { throw new OutOfMemoryError("Java heap space"); }, "act"));
    assertTrue(spoken.err().contains("-Xmx"), spoken.err());
  }

  @Test
  void debugShowsTheTrace() {
    assertEquals(1, run(() -> { throw new UserError("no"); }, "act", "--debug"));
    assertTrue(spoken.err().contains("\tat org.vitrail.cli"), spoken.err());
  }

  @Test
  void propertiesReachTheEngineBeforeTheCommandRuns() {
    assertEquals(0, run(() -> "7".equals(System.getProperty("vitrail.test")) ? 0 : 1, "act", "-Dvitrail.test=7"));
    assertEquals(0, run(() -> "8".equals(System.getProperty("vitrail.test")) ? 0 : 1, "-Dvitrail.test=8", "act"));
  }

  @Test
  void anUnknownFlagAndABadValueEndWithTwo() {
    assertEquals(2, run(() -> 0, "act", "--bach", "3"));
    assertTrue(spoken.err().contains("vitrail: Unknown option") && spoken.err().contains("--batch"), spoken.err());
    assertEquals(2, run(() -> 0, "act", "--batch", "many"));
    assertTrue(spoken.err().contains("'many' is not an int"), spoken.err());
    assertTrue(spoken.err().contains("Try: vitrail act --help"), spoken.err());
    assertEquals(2, run(() -> 0, "atc"));
  }

  @Test
  void helpIsOnOutAndEndsWithZero() {
    assertEquals(0, run(() -> 1, "act", "--help"));
    assertTrue(spoken.out().contains("Does what the test says."), spoken.out());
    assertEquals(0, run(() -> 1));
    assertTrue(spoken.out().contains("act"), spoken.out());
    assertTrue(spoken.out().contains(Act.EXAMPLE + System.lineSeparator()), "an example is broken: " + spoken.out());
    assertEquals(0, run(() -> 1, "--version"));
    assertEquals("", spoken.err());
  }
}
