package org.vitrail.nn.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Safetensors;

class ParityTest {
  @ParameterizedTest
  @CsvSource({"optimizers, scalar, 88", "optimizers, cpu, 88", "optimizers, opencl, 88", "ops, scalar, 459",
      "ops, cpu, 459", "ops, opencl, 459", "losses, scalar, 87", "losses, cpu, 87", "losses, opencl, 87",
      "gguf_blocks, cpu, 35"})
  void everythingInTheSetIsTheReferences(String set, String device, int tensors) throws Exception {
    Devices.problem(device).ifPresent(problem -> {
      System.err.println("skipped " + set + " on " + device + ": " + problem);
      abort(problem);
    });
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
    var nowhere = empty.resolve("nowhere");
    assertTrue(Parity.run(nowhere).message().contains("there is no folder " + nowhere));
  }

  @Test void anExpressionWithoutResultsOrWithAnErrorFails(@TempDir Path folder) throws Exception {
    Safetensors.write(folder.resolve("ops.safetensors"), Map.of("a.in.x", Tensor.ones(2), "a.out.0", Tensor.ones(3),
        "b.in.x", Tensor.ones(2), "c.in.x", Tensor.ones(2), "c.out.0", Tensor.ones(2)), Map.of());
    for (var name : List.of("a", "b", "c")) {
      Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"ops\", \"ops\": [{\"name\": \"" + name
          + "\", \"torch\": \"-x\", \"rtol\": 1e-5, \"atol\": 1e-5}]}");
      assertEquals(Status.FAIL, Parity.run(folder).status(), name);
    }
  }

  @Test void unknownClassesAndSetsAreUnsupported(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"riddles\"}");
    assertEquals(Status.UNSUPPORTED, Parity.run(folder).status());
    Files.writeString(folder.resolve("case.json"), "{\"class\": \"Oracle\"}");
    assertEquals(Status.UNSUPPORTED, Parity.run(folder).status());
  }
}
