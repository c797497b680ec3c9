package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs one set, a folder with a {@code manifest.json} or {@code case.json}, or a part of it: all that offer themselves
 * as a service under a set's name run.
 */
public interface SetCase {
  /** The set, as the {@code name} of its manifest gives it. */
  String name();

  /** Compares everything that the set in {@code directory} holds. */
  void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException;
}
