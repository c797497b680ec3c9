package org.vitrail.kernels.weights;

import org.vitrail.kernels.math.Scratch;

/**
 * Weights of any format: a piece of a row becomes floats, then meets its piece of x. The specification of the others.
 */
final class DecodedRows extends Projection {
  /** Elements of a piece: a multiple of every block, small enough for the first cache. */
  private static final int PIECE = 1024;

  private final StoredMatrix w;

  DecodedRows(StoredMatrix w) {
    super(w.rows(), w.columns());
    this.w = w;
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
        for (int i = 0; i < n; i++) sum += piece[i] * x[k + i];
      }
      y[yAt + r] = (float) sum;
    }
  }
}
