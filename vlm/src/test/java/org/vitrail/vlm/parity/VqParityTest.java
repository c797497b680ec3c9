package org.vitrail.vlm.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;

/** The picture tokenizers of Chameleon and Janus compute what transformers computes, forward and backward. */
class VqParityTest {
  @ParameterizedTest @CsvSource({"chameleon_vqvae, 79", "janus_vqvae, 93"})
  void passes(String name, int tensors) throws URISyntaxException {
    var folder = Path.of(getClass().getResource("/parity/" + name).toURI());
    for (var device : new String[] {"scalar", "cpu", "opencl"}) {
      var problem = Devices.problem(device);
      problem.ifPresent(reason -> System.err.println("skipped " + name + " on " + device + ": " + reason));
      if (problem.isPresent()) continue;
      var result = Devices.on(Devices.named(device), () -> Parity.run(folder));
      assertEquals(Status.PASS, result.status(), device + ": " + result.message());
      assertEquals(tensors, result.compared());
    }
  }
}
