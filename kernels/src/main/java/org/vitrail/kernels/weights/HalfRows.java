package org.vitrail.kernels.weights;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.SHORTS;
import static org.vitrail.kernels.math.Simd.loopBound;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;
import static org.vitrail.kernels.weights.Native.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * F16 weights where they are. One of them, its sign extended, shifted by 13 and masked, is its value times 2^−112,
 * subnormal ones too. x takes a part of that factor and y the rest, so that neither overflows nor a product is lost.
 *
 * <p>A core waits for memory most of the time, and what fetches ahead stops at the end of a page. So four rows that are
 * far apart are read at a time: while one stream begins anew the others go on. The loop is written out, conversions
 * and sums too: the compiler inlines only so much of ours, and what it does not becomes objects; a shift or a mask that
 * is no constant costs it a register and a step for each vector.
 */
final class HalfRows extends Projection {
  /** From one vector of weights to the next, in bytes. */
  private static final long NEXT = 2L * LANES;
  private static final int SHIFT = 13;
  private static final int MASK = 0x8FFFE000;
  private static final float BEFORE = 0x1p100f;
  private static final float AFTER = 0x1p12f;

  private final MemorySegment memory;

  HalfRows(StoredMatrix w) {
    super(w.rows(), w.columns());
    memory = w.memory();
  }

  @Override public long bytes() {
    return memory.byteSize();
  }

  @Override public void prepare(float[] x, int at, float[] prepared) {
    for (int k = 0; k < columns(); k++) prepared[k] = x[at + k] * BEFORE;
  }

  @Override public void multiply(float[] x, int first, int end, float[] y, int yAt) {
    int n = (end - first) / 4;
    if (n > 0) multiplyFour(memory.address(), columns(), x, first, n, y, yAt);
    for (int r = first + 4 * n; r < end; r++) y[yAt + r] = row(memory.address(), columns(), x, r) * AFTER;
  }

  /** Rows r, r + n, r + 2n and r + 3n for the n rows from {@code first}. */
  private static void multiplyFour(long w, int columns, float[] x, int first, int n, float[] y, int yAt) {
    long step = 2L * n * columns;
    for (int r = first; r < first + n; r++) {
      long at = 2L * r * columns;
      var s0 = FloatVector.zero(FLOATS);
      var s1 = s0;
      var s2 = s0;
      var s3 = s0;
      for (int k = 0; k < loopBound(columns); k += LANES) {
        var xs = FloatVector.fromArray(FLOATS, x, k);
        s0 = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, w + at, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(VectorOperators.LSHL, SHIFT).and(MASK)
            .reinterpretAsFloats().fma(xs, s0);
        s1 = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, w + at + step, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(VectorOperators.LSHL, SHIFT).and(MASK)
            .reinterpretAsFloats().fma(xs, s1);
        s2 = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, w + at + 2 * step, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(VectorOperators.LSHL, SHIFT).and(MASK)
            .reinterpretAsFloats().fma(xs, s2);
        s3 = ((IntVector) ShortVector.fromMemorySegment(SHORTS, ALL, w + at + 3 * step, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(VectorOperators.LSHL, SHIFT).and(MASK)
            .reinterpretAsFloats().fma(xs, s3);
        at += NEXT;
      }
      if (LANES == 16) {
        s0 = s0.add(s0.rearrange(ROTATE_8));
        s1 = s1.add(s1.rearrange(ROTATE_8));
        s2 = s2.add(s2.rearrange(ROTATE_8));
        s3 = s3.add(s3.rearrange(ROTATE_8));
      }
      if (LANES >= 8) {
        s0 = s0.add(s0.rearrange(ROTATE_4));
        s1 = s1.add(s1.rearrange(ROTATE_4));
        s2 = s2.add(s2.rearrange(ROTATE_4));
        s3 = s3.add(s3.rearrange(ROTATE_4));
      }
      s0 = s0.add(s0.rearrange(ROTATE_2));
      s1 = s1.add(s1.rearrange(ROTATE_2));
      s2 = s2.add(s2.rearrange(ROTATE_2));
      s3 = s3.add(s3.rearrange(ROTATE_2));
      y[yAt + r] = (s0.lane(0) + s0.lane(1) + rest(w, columns, x, r)) * AFTER;
      y[yAt + r + n] = (s1.lane(0) + s1.lane(1) + rest(w, columns, x, r + n)) * AFTER;
      y[yAt + r + 2 * n] = (s2.lane(0) + s2.lane(1) + rest(w, columns, x, r + 2 * n)) * AFTER;
      y[yAt + r + 3 * n] = (s3.lane(0) + s3.lane(1) + rest(w, columns, x, r + 3 * n)) * AFTER;
    }
  }

  private static float row(long w, int columns, float[] x, int r) {
    long at = 2L * r * columns;
    var s = FloatVector.zero(FLOATS);
    for (int k = 0; k < loopBound(columns); k += LANES) {
      s = floats(w, at).fma(FloatVector.fromArray(FLOATS, x, k), s);
      at += NEXT;
    }
    return Lanes.sum(s) + rest(w, columns, x, r);
  }

  private static FloatVector floats(long w, long at) {
    var halves = ShortVector.fromMemorySegment(SHORTS, ALL, w + at, ByteOrder.LITTLE_ENDIAN);
    var ints = (IntVector) halves.convertShape(VectorOperators.S2I, INTS, 0);
    return ints.lanewise(VectorOperators.LSHL, SHIFT).and(MASK).reinterpretAsFloats();
  }

  /** The elements behind the last whole vector. */
  private static float rest(long w, int columns, float[] x, int r) {
    float sum = 0;
    for (int k = loopBound(columns); k < columns; k++) {
      int half = ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, w + 2 * ((long) r * columns + k));
      sum += Float.intBitsToFloat(half << SHIFT & MASK) * x[k];
    }
    return sum;
  }
}
