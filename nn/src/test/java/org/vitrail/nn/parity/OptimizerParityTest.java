package org.vitrail.nn.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.kernels.Devices;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

class OptimizerParityTest {
  @ParameterizedTest @ValueSource(strings = {"scalar", "cpu"})
  void everyTrajectoryClipAndScheduleIsTheReferences(String device) throws Exception {
    var folder = Path.of(OptimizerParityTest.class.getResource("/parity/optimizers/manifest.json").toURI()).getParent();
    var manifest = Json.readObject(folder.resolve("manifest.json"));
    double rtol = (Double) manifest.get("rtol");
    double atol = (Double) manifest.get("atol");
    var passed = new ArrayList<String>();
    var failed = new ArrayList<String>();
    Devices.on(Devices.named(device), () -> {
      new OptimizerParity(manifest, tensors(folder.resolve("optimizers.safetensors")), new OptimizerParity.Checks() {
        @Override public void compare(String name, Tensor actual, Tensor expected) {
          double error = actual.sub(expected).abs().max().item();
          boolean passes = error <= atol + rtol * expected.abs().max().item();
          (passes ? passed : failed).add(name + " " + error);
        }

        @Override public void unsupported(String name, String reason) {
          failed.add(name + ": " + reason);
        }
      }).run();
      return null;
    });
    assertEquals(List.of(), failed);
    assertEquals(18 * 3 + 5 * 3 + 4 + 3 + 12, passed.size());
  }

  private static TreeMap<String, Tensor> tensors(Path file) throws Exception {
    var tensors = new TreeMap<String, Tensor>();
    try (var stored = Safetensors.open(file)) {
      for (var name : stored.names()) tensors.put(name, stored.tensor(name));
    }
    return tensors;
  }
}
