package org.vitrail.nn.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.parity.CaseResult.Status;

class ParityTest {
  @ParameterizedTest
  @CsvSource({"optimizers, scalar, 88", "optimizers, cpu, 88"})
  void everythingInTheSetIsTheReferences(String set, String device, int tensors) throws Exception {
    var result = Devices.on(Devices.named(device), () -> Parity.run(folder(set)));
    assertEquals("", result.message());
    assertEquals(Status.PASS, result.status());
    assertEquals(tensors, result.compared());
    assertTrue(result.outputs() <= 1 && result.gradients() <= 1);
  }

  private static Path folder(String set) {
    try {
      return Path.of(ParityTest.class.getResource("/parity/" + set + "/manifest.json").toURI()).getParent();
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test void aFolderWithoutACaseFails(@TempDir Path empty) {
    var result = Parity.run(empty);
    assertEquals(Status.FAIL, result.status());
    assertTrue(result.message().contains("manifest.json"), result.message());
  }

  @Test void unknownClassesAndSetsAreUnsupported(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"riddles\"}");
    assertEquals(Status.UNSUPPORTED, Parity.run(folder).status());
    Files.writeString(folder.resolve("case.json"), "{\"class\": \"Oracle\"}");
    assertEquals(Status.UNSUPPORTED, Parity.run(folder).status());
  }
}
