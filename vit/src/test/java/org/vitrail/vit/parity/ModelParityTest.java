package org.vitrail.vit.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;

/** Image models compute what transformers and timm compute, forward and backward. */
class ModelParityTest {
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', textBlock = """
      vit, 46
      vit_pooler, 47
      vit_interpolated, 46
      timm_vit, 36
      timm_vit_map, 48
      dinov2, 50
      dinov2_interpolated, 49
      dinov2_registers, 50
      resnet, 44
      resnet_train, 80
      convnext, 45
      timm_nf_resnet, 42
      timm_nf_ecaresnet, 61
      timm_nf_regnet, 70
      timm_nfnet, 61""")
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
