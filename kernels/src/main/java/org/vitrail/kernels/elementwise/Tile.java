package org.vitrail.kernels.elementwise;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.math.Simd;

/**
 * The operands of a {@link Loop}: runs of floats, inputs x, y, w and the result z. A run stands in its tensor, or in a
 * buffer of this tile where its elements were collected. Every thread has a tile of its own.
 */
final class Tile {
  /** The most elements that a buffer collects. */
  static final int SIZE = 2048;
  /** Number of the result among the operands. */
  static final int RESULT = 3;

  private static final ThreadLocal<Tile> OF_THREAD = ThreadLocal.withInitial(Tile::new);

  /** Elements of the loop, a multiple of the vector length. */
  int n;
  /** The array of the result, and the place of its first element. */
  float[] z;
  int at;

  private float[] x;
  private float[] y;
  private float[] w;
  private int xAt;
  private int yAt;
  private int wAt;
  private final Storage.Floats[] buffers = new Storage.Floats[RESULT + 1];
  private final float[][] edges = new float[RESULT + 1][LANES];

  private Tile() {
    for (int operand = 0; operand <= RESULT; operand++) {
      buffers[operand] = new Storage.Floats(new float[SIZE + LANES]);
    }
  }

  static Tile ofThread() {
    return OF_THREAD.get();
  }

  Storage buffer(int operand) {
    return buffers[operand];
  }

  void placeBuffer(int operand) {
    place(operand, buffers[operand].array(), 0);
  }

  /** Sets where the run of an operand begins. */
  void place(int operand, float[] array, int start) {
    switch (operand) {
      case 0 -> { x = array; xAt = start; }
      case 1 -> { y = array; yAt = start; }
      case 2 -> { w = array; wAt = start; }
      default -> { z = array; at = start; }
    }
  }

  /**
   * Runs {@code loop} over {@code count} elements; the last few, less than a vector, once more with those before them,
   * or in copies of full length where there are none or the loop has changed what it reads.
   */
  void run(Loop loop, int inputs, int count) {
    n = Simd.loopBound(count);
    if (n > 0) loop.run(this);
    if (n == count) return;
    if (n > 0 && z != x && z != y && z != w) runLast(loop, count - LANES);
    else runEdge(loop, inputs, n, count - n);
  }

  private void runLast(Loop loop, int from) {
    xAt += from;
    yAt += from;
    wAt += from;
    at += from;
    n = LANES;
    loop.run(this);
  }

  private void runEdge(Loop loop, int inputs, int from, int rest) {
    var result = z;
    int resultAt = at + from;
    if (inputs > 0) System.arraycopy(x, xAt + from, edges[0], 0, rest);
    if (inputs > 1) System.arraycopy(y, yAt + from, edges[1], 0, rest);
    if (inputs > 2) System.arraycopy(w, wAt + from, edges[2], 0, rest);
    for (int operand = 0; operand <= RESULT; operand++) place(operand, edges[operand], 0);
    n = LANES;
    loop.run(this);
    System.arraycopy(edges[RESULT], 0, result, resultAt, rest);
  }

  /** Forgets the tensors, so that they can be collected. */
  void clear() {
    for (int operand = 0; operand <= RESULT; operand++) place(operand, null, 0);
  }

  FloatVector x(int k) {
    return FloatVector.fromArray(FLOATS, x, xAt + k);
  }

  FloatVector y(int k) {
    return FloatVector.fromArray(FLOATS, y, yAt + k);
  }

  FloatVector w(int k) {
    return FloatVector.fromArray(FLOATS, w, wAt + k);
  }

  /** {@code z = f(x)}, one element after the other. */
  void each(DoubleUnaryOperator f) {
    for (int k = 0; k < n; k++) z[at + k] = (float) f.applyAsDouble(x[xAt + k]);
  }

  /** {@code z = f(x, y)}, one element after the other. */
  void each(DoubleBinaryOperator f) {
    for (int k = 0; k < n; k++) z[at + k] = (float) f.applyAsDouble(x[xAt + k], y[yAt + k]);
  }
}
