package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs the {@link ExpressionSet} of tensor operations. */
public final class OpSet implements SetCase {
  @Override public String name() {
    return "ops";
  }

  @Override public void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException {
    ExpressionSet.run(directory, manifest, name(), checks);
  }
}
