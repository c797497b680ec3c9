package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs cases of one model that compare something else than a forward pass. Offered to the runner as a service. */
public interface SpecialCase {
  /** Whether {@code case.json} describes such a case. */
  boolean handles(Map<String, Object> caseJson);

  /** Compares everything that the case in {@code directory} holds. */
  void run(Path directory, Map<String, Object> caseJson, Checks checks) throws IOException;
}
