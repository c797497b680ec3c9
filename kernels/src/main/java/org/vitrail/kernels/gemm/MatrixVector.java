package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;
import static org.vitrail.kernels.math.VectorMath.HIGH;
import static org.vitrail.kernels.math.VectorMath.LOW;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;

import jdk.incubator.vector.FloatVector;

/** Products of a row-major matrix and a vector, on one thread: every element of the matrix is read once, in place. */
public final class MatrixVector {
  private MatrixVector() {}

  /** {@code y[i] = Σ_j x[j] · matrix[i, j]}: four rows at a time. */
  public static void dots(int rows, int columns, float[] matrix, int at, int row, float[] x, int xAt,
      float[] y, int yAt) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) fourDots(columns, matrix, at + i * row, row, x, xAt, y, yAt + i);
    for (; i < rows; i++) y[yAt + i] = dot(columns, matrix, at + i * row, x, xAt);
  }

  /** The four sums are folded together: halves of vectors, interleaved, to halves, in the order of {@link #dot}. */
  private static void fourDots(int columns, float[] m, int at, int row, float[] x, int xAt, float[] y, int yAt) {
    int m1 = at + row;
    int m2 = m1 + row;
    int m3 = m2 + row;
    var sum0 = FloatVector.zero(FLOATS);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int j = 0;
    for (; j < loopBound(columns); j += LANES) {
      var v = FloatVector.fromArray(FLOATS, x, xAt + j);
      sum0 = v.fma(FloatVector.fromArray(FLOATS, m, at + j), sum0);
      sum1 = v.fma(FloatVector.fromArray(FLOATS, m, m1 + j), sum1);
      sum2 = v.fma(FloatVector.fromArray(FLOATS, m, m2 + j), sum2);
      sum3 = v.fma(FloatVector.fromArray(FLOATS, m, m3 + j), sum3);
    }
    var even = sum0.rearrange(LOW, sum2).add(sum0.rearrange(HIGH, sum2));
    var odd = sum1.rearrange(LOW, sum3).add(sum1.rearrange(HIGH, sum3));
    var sums = even.rearrange(LOW, odd).add(even.rearrange(HIGH, odd));
    if (LANES == 16) sums = sums.add(sums.rearrange(ROTATE_8));
    if (LANES >= 8) sums = sums.add(sums.rearrange(ROTATE_4));
    float s0 = sums.lane(0);
    float s1 = sums.lane(1);
    float s2 = sums.lane(2);
    float s3 = sums.lane(3);
    for (; j < columns; j++) {
      float v = x[xAt + j];
      s0 = Math.fma(v, m[at + j], s0);
      s1 = Math.fma(v, m[m1 + j], s1);
      s2 = Math.fma(v, m[m2 + j], s2);
      s3 = Math.fma(v, m[m3 + j], s3);
    }
    y[yAt] = s0;
    y[yAt + 1] = s1;
    y[yAt + 2] = s2;
    y[yAt + 3] = s3;
  }

  /** {@code Σ_j x[j] · m[j]}. */
  public static float dot(int columns, float[] m, int at, float[] x, int xAt) {
    var sum = FloatVector.zero(FLOATS);
    int j = 0;
    for (; j < loopBound(columns); j += LANES) {
      sum = FloatVector.fromArray(FLOATS, x, xAt + j).fma(FloatVector.fromArray(FLOATS, m, at + j), sum);
    }
    if (LANES == 16) sum = sum.add(sum.rearrange(ROTATE_8));
    if (LANES >= 8) sum = sum.add(sum.rearrange(ROTATE_4));
    sum = sum.add(sum.rearrange(ROTATE_2));
    float s = sum.lane(0) + sum.lane(1);
    for (; j < columns; j++) s = Math.fma(x[xAt + j], m[at + j], s);
    return s;
  }

  /** {@code y[j] += Σ_i x[i·step] · matrix[i, j]}: eight rows in each pass over y. */
  public static void addWeighted(int rows, int columns, float[] matrix, int at, int row, float[] x, int xAt, int step,
      float[] y, int yAt) {
    int i = 0;
    for (; i + 8 <= rows; i += 8) addEight(columns, matrix, at + i * row, row, x, xAt + i * step, step, y, yAt);
    for (; i < rows; i++) addOne(columns, matrix, at + i * row, x[xAt + i * step], y, yAt);
  }

  private static void addEight(int columns, float[] m, int at, int row, float[] x, int xAt, int step,
      float[] y, int yAt) {
    float x0 = x[xAt];
    float x1 = x[xAt + step];
    float x2 = x[xAt + 2 * step];
    float x3 = x[xAt + 3 * step];
    float x4 = x[xAt + 4 * step];
    float x5 = x[xAt + 5 * step];
    float x6 = x[xAt + 6 * step];
    float x7 = x[xAt + 7 * step];
    int j = 0;
    for (; j < loopBound(columns); j += LANES) {
      int p = at + j;
      var even = FloatVector.fromArray(FLOATS, y, yAt + j);
      var odd = FloatVector.fromArray(FLOATS, m, p + row).mul(x1);
      even = FloatVector.fromArray(FLOATS, m, p).fma(FloatVector.broadcast(FLOATS, x0), even);
      even = FloatVector.fromArray(FLOATS, m, p + 2 * row).fma(FloatVector.broadcast(FLOATS, x2), even);
      odd = FloatVector.fromArray(FLOATS, m, p + 3 * row).fma(FloatVector.broadcast(FLOATS, x3), odd);
      even = FloatVector.fromArray(FLOATS, m, p + 4 * row).fma(FloatVector.broadcast(FLOATS, x4), even);
      odd = FloatVector.fromArray(FLOATS, m, p + 5 * row).fma(FloatVector.broadcast(FLOATS, x5), odd);
      even = FloatVector.fromArray(FLOATS, m, p + 6 * row).fma(FloatVector.broadcast(FLOATS, x6), even);
      odd = FloatVector.fromArray(FLOATS, m, p + 7 * row).fma(FloatVector.broadcast(FLOATS, x7), odd);
      even.add(odd).intoArray(y, yAt + j);
    }
    for (; j < columns; j++) {
      int p = at + j;
      float even = Math.fma(x4, m[p + 4 * row], Math.fma(x2, m[p + 2 * row], Math.fma(x0, m[p], y[yAt + j])));
      float odd = Math.fma(x5, m[p + 5 * row], Math.fma(x3, m[p + 3 * row], x1 * m[p + row]));
      y[yAt + j] = Math.fma(x6, m[p + 6 * row], even) + Math.fma(x7, m[p + 7 * row], odd);
    }
  }

  private static void addOne(int columns, float[] m, int at, float x, float[] y, int yAt) {
    int j = 0;
    for (; j < loopBound(columns); j += LANES) {
      var sum = FloatVector.fromArray(FLOATS, y, yAt + j);
      FloatVector.fromArray(FLOATS, m, at + j).fma(FloatVector.broadcast(FLOATS, x), sum).intoArray(y, yAt + j);
    }
    for (; j < columns; j++) y[yAt + j] = Math.fma(x, m[at + j], y[yAt + j]);
  }
}
