package org.vitrail.kernels.weights;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/** F32 weights where they are; four rows that are far apart at a time, as {@link HalfRows} explains. */
final class FloatRows extends Projection {
  private final MemorySegment memory;

  FloatRows(StoredMatrix w) {
    super(w.rows(), w.columns());
    memory = w.memory();
  }

  @Override public long bytes() {
    return memory.byteSize();
  }

  @Override public void prepare(float[] x, int at, float[] prepared) {
    System.arraycopy(x, at, prepared, 0, columns());
  }

  @Override public void multiply(float[] x, int first, int end, float[] y, int yAt) {
    int n = (end - first) / 4;
    if (n > 0) multiplyFour(memory, columns(), x, first, n, y, yAt);
    for (int r = first + 4 * n; r < end; r++) y[yAt + r] = row(memory, columns(), x, r);
  }

  /** Rows r, r + n, r + 2n and r + 3n for the n rows from {@code first}. */
  private static void multiplyFour(MemorySegment w, int columns, float[] x, int first, int n, float[] y, int yAt) {
    long step = 4L * n * columns;
    for (int r = first; r < first + n; r++) {
      long at = 4L * r * columns;
      var s0 = FloatVector.zero(FLOATS);
      var s1 = s0;
      var s2 = s0;
      var s3 = s0;
      for (int k = 0; k < loopBound(columns); k += LANES) {
        var xs = FloatVector.fromArray(FLOATS, x, k);
        s0 = FloatVector.fromMemorySegment(FLOATS, w, at, ByteOrder.LITTLE_ENDIAN).fma(xs, s0);
        s1 = FloatVector.fromMemorySegment(FLOATS, w, at + step, ByteOrder.LITTLE_ENDIAN).fma(xs, s1);
        s2 = FloatVector.fromMemorySegment(FLOATS, w, at + 2 * step, ByteOrder.LITTLE_ENDIAN).fma(xs, s2);
        s3 = FloatVector.fromMemorySegment(FLOATS, w, at + 3 * step, ByteOrder.LITTLE_ENDIAN).fma(xs, s3);
        at += 4L * LANES;
      }
      y[yAt + r] = Lanes.sum(s0) + rest(w, columns, x, r);
      y[yAt + r + n] = Lanes.sum(s1) + rest(w, columns, x, r + n);
      y[yAt + r + 2 * n] = Lanes.sum(s2) + rest(w, columns, x, r + 2 * n);
      y[yAt + r + 3 * n] = Lanes.sum(s3) + rest(w, columns, x, r + 3 * n);
    }
  }

  private static float row(MemorySegment w, int columns, float[] x, int r) {
    long at = 4L * r * columns;
    var s = FloatVector.zero(FLOATS);
    for (int k = 0; k < loopBound(columns); k += LANES) {
      var ws = FloatVector.fromMemorySegment(FLOATS, w, at, ByteOrder.LITTLE_ENDIAN);
      s = ws.fma(FloatVector.fromArray(FLOATS, x, k), s);
      at += 4L * LANES;
    }
    return Lanes.sum(s) + rest(w, columns, x, r);
  }

  /** The elements behind the last whole vector. */
  private static float rest(MemorySegment w, int columns, float[] x, int r) {
    float sum = 0;
    for (int k = loopBound(columns); k < columns; k++) {
      sum += w.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * ((long) r * columns + k)) * x[k];
    }
    return sum;
  }
}
