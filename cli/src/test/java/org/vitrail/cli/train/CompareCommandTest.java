package org.vitrail.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.Main;
import org.vitrail.cli.console.Spoken;

class CompareCommandTest {
  @TempDir private Path folder;
  private Spoken spoken;

  @BeforeEach void runs() throws IOException {
    run("calm", "{\"step\":1,\"loss\":2.0}\n{\"step\":2,\"loss\":1.0,\"val\":{\"psnr\":27.5,\"codes\":3.25}}\n");
    run("wild", "{\"step\":1,\"loss\":2.0}\n{\"step\":2,\"loss\":9.0,\"val\":{\"psnr\":12.5}}\n{\"step\":3,\"loss\":");
  }

  private void run(String name, String metrics) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve(name)).resolve("metrics.jsonl"), metrics);
  }

  private int compare(String... more) {
    spoken = new Spoken();
    var args = new String[3 + more.length];
    args[0] = "compare";
    args[1] = "--report";
    args[2] = folder.resolve("compare.html").toString();
    System.arraycopy(more, 0, args, 3, more.length);
    var console = spoken.console(false);
    return Main.run(console, args, new CompareCommand(console));
  }

  private String path(String run) {
    return folder.resolve(run).toString();
  }

  @Test void drawsTheirCurves() throws IOException {
    assertEquals(0, compare(path("calm"), path("wild")), spoken.err());
    var page = Files.readString(folder.resolve("compare.html"));
    assertTrue(page.contains("Training loss. calm goes from 2 to 1 over step 1 to 2. wild goes from 2 to 9"), page);
    assertTrue(page.contains("psnr. calm goes from 27.5 to 27.5"), page);
  }

  @Test void setsTheirMeasuresBesideEachOther() {
    assertEquals(0, compare(path("calm"), path("wild")), spoken.err());
    assertEquals("            calm       wild\npsnr       27.50      12.50\ncodes      3.250          –\n", spoken.out());
  }

  @Test void givesFigures() throws IOException {
    assertEquals(0, compare(path("calm"), path("wild"), "--json"), spoken.err());
    assertEquals(12.5, new ObjectMapper().readTree(spoken.out()).get("wild").get("psnr").asDouble());
  }

  @Test void refusesWhatIsNoRun() {
    assertEquals(1, compare(path("calm"), folder.toString()));
    assertTrue(spoken.err().contains("is no run that vitrail train has begun"), spoken.err());
  }
}
