package org.vitrail.tensor.io;

import java.nio.file.Path;

/** Keeps a file from claiming the memory of the program that reads it. */
final class Heap {
  private static final long MOST = Runtime.getRuntime().maxMemory() / 2;

  private Heap() {}

  /** Refuses {@code bytes} of memory for one thing in a file when they are more than half of the heap. */
  static void require(Path file, String place, long bytes) {
    if (bytes > MOST) {
      throw new FormatException(file, place, "takes " + bytes + " bytes of memory, more than half of the heap:"
          + " give the JVM more (-Xmx) if it is meant to be that large");
    }
  }
}
