package org.vitrail.llm.engine;

import java.util.Arrays;
import org.vitrail.llm.decoder.Rope;

/** Cosines and sines of the rotary angles of each position, as far as they were asked for. */
final class Angles {
  private final float[] frequencies;
  private final float magnitude;
  private final boolean interleaved;
  private float[] cos = new float[0];
  private float[] sin = new float[0];
  private int known;

  Angles(Rope rope, int headDim) {
    frequencies = rope.frequencies(headDim);
    magnitude = (float) rope.magnitude();
    interleaved = rope.interleaved();
  }

  /** Makes those of positions 0 to {@code positions} − 1. */
  void reach(int positions) {
    if (positions <= known) return;
    int reached = Math.max(positions, 2 * known);
    cos = Arrays.copyOf(cos, reached * frequencies.length);
    sin = Arrays.copyOf(sin, reached * frequencies.length);
    for (int t = known, n = known * frequencies.length; t < reached; t++) {
      for (float frequency : frequencies) {
        double angle = t * frequency;
        cos[n] = (float) (Math.cos(angle) * magnitude);
        sin[n++] = (float) (Math.sin(angle) * magnitude);
      }
    }
    known = reached;
  }

  /** Pairs of a head. */
  int pairs() {
    return frequencies.length;
  }

  boolean interleaved() {
    return interleaved;
  }

  float[] cos() {
    return cos;
  }

  float[] sin() {
    return sin;
  }
}
