package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs one set, a folder with a {@code manifest.json} or {@code case.json}. Offered to the runner as a service. */
public interface SetCase {
  /** The set, as the {@code name} of its manifest gives it. */
  String name();

  /** Compares everything that the set in {@code directory} holds. */
  void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException;
}
