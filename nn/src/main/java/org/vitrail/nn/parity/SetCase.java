package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs what is not one forward pass of one model: a set, a folder with a {@code manifest.json}, or a case whose
 * {@code case.json} asks for something else, such as to generate. Offered to the runner as a service.
 */
public interface SetCase {
  /** The set, as the {@code name} of its JSON gives it. */
  String name();

  /** Whether it knows the set or the case called {@code name}, of which {@code json} is the whole description. */
  default boolean knows(String name, Map<String, Object> json) {
    return name().equals(name);
  }

  /** Compares everything that {@code directory} holds. */
  void run(Path directory, Map<String, Object> json, Checks checks) throws IOException;
}
