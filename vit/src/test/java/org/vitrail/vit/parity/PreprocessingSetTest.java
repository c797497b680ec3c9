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
    return Path.of(PreprocessingSetTest.class.getResource("/parity/preprocessing/manifest.json").toURI()).getParent();
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
