package org.vitrail.cli.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSamplesTest {
  @TempDir private Path run;

  /** Whoever has the old file open goes on to see it whole. */
  @Test void aSampleTakesThePlaceOfTheOldOneWhole() throws IOException {
    TextSamples.write(run, 3, "old ü");
    var old = Files.createLink(run.resolve("old"), run.resolve("samples").resolve("step-000003.txt"));
    TextSamples.write(run, 3, "new");
    assertEquals("old ü", Files.readString(old));
    assertEquals(List.of(List.of("3", "new")), TextSamples.read(run));
  }

  @Test void whatACrashLeftIsNoSample() throws IOException {
    TextSamples.write(run, 20, "b");
    TextSamples.write(run, 0, "a");
    Files.writeString(run.resolve("samples").resolve(".step-000030.txt.1f.tmp"), "ha");
    assertEquals(List.of(List.of("0", "a"), List.of("20", "b")), TextSamples.read(run));
  }
}
