package org.vitrail.vlm.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;

/** Models of pictures and texts compute what transformers and open_clip compute, forward and backward. */
class ModelParityTest {
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', textBlock = """
      clip, 94
      clip_gelu, 111
      clip_old_end, 94
      openclip_vit, 68
      openclip_vit_mean, 73
      openclip_vit_end, 67
      openclip_vit_last, 72
      openclip_resnet, 102
      chameleon, 35
      chameleon_swin_norm, 35""")
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
