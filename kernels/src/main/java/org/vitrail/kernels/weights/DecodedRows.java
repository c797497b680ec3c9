package org.vitrail.kernels.weights;

import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/** Weights of any format: a piece of a row becomes floats, whose product with its piece of x is added up. */
final class DecodedRows extends Projection {
  /** Elements of a piece: a multiple of every block, small enough for the first cache. */
  private static final int PIECE = 1024;

  /** {@code Σ weights[i]·x[at + i]} over n elements. */
  private interface Dot {
    double of(float[] weights, float[] x, int at, int n);
  }

  private final StoredMatrix w;
  private final Dot dot;

  private DecodedRows(StoredMatrix w, Dot dot) {
    super(w.rows(), w.columns());
    this.w = w;
    this.dot = dot;
  }

  /** The specification of all projections, with sums in F64. */
  static DecodedRows specification(StoredMatrix w) {
    return new DecodedRows(w, DecodedRows::sum);
  }

  /** SIMD, for formats that have no loop of their own. */
  static DecodedRows vectorised(StoredMatrix w) {
    return new DecodedRows(w, (weights, x, at, n) -> Runs.dot(weights, 0, x, at, n));
  }

  private static double sum(float[] weights, float[] x, int at, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += weights[i] * x[at + i];
    return sum;
  }

  @Override public long bytes() {
    return w.memory().byteSize();
  }

  @Override public void prepare(float[] x, int at, float[] prepared) {
    System.arraycopy(x, at, prepared, 0, columns());
  }

  @Override public void multiply(float[] x, int first, int end, float[] y, int yAt) {
    var piece = Scratch.WEIGHTS.floats(PIECE);
    for (int r = first; r < end; r++) {
      double sum = 0;
      for (int k = 0; k < columns(); k += PIECE) {
        int n = Math.min(PIECE, columns() - k);
        Codec.decode(w.format(), w.memory(), r * w.rowBytes() + w.format().bytes(k), piece, 0, n);
        sum += dot.of(piece, x, k, n);
      }
      y[yAt + r] = (float) sum;
    }
  }
}
