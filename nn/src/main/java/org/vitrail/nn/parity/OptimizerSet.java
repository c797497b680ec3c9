package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs {@link OptimizerParity}. */
public final class OptimizerSet implements SetCase {
  @Override public String name() {
    return "optimizers";
  }

  @Override public void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException {
    new OptimizerParity(manifest, Parity.tensors(directory.resolve("optimizers.safetensors")), checks).run();
  }
}
