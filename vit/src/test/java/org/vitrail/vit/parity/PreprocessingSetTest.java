package org.vitrail.vit.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;

class PreprocessingSetTest {
  private static Path set() throws URISyntaxException {
    return set("preprocessing");
  }

  private static Path set(String name) throws URISyntaxException {
    return Path.of(PreprocessingSetTest.class.getResource("/parity/" + name + "/manifest.json").toURI()).getParent();
  }

  /** SigLIP 2's patches, masks and grids. */
  @Test void picturesKeepTheirProportionsInPatches() throws URISyntaxException {
    var result = Parity.run(set("naflex"));
    assertEquals("", result.message());
    assertEquals(24, result.compared());
  }

  @Test void everythingInTheSetIsTheReferences() throws URISyntaxException {
    var result = Parity.run(set());
    assertEquals("", result.message());
    assertEquals(Status.PASS, result.status());
    assertEquals(144, result.compared());
  }

  @Test void seesAnotherPicture(@TempDir Path copy) throws IOException, URISyntaxException {
    try (var files = Files.list(set())) {
      for (var file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
    }
    Files.copy(copy.resolve("noise.png"), copy.resolve("smooth.png"), StandardCopyOption.REPLACE_EXISTING);
    var result = Parity.run(copy);
    assertEquals(Status.FAIL, result.status());
    assertTrue(result.message().contains("smooth"), result.message());
  }
}
