package org.vitrail.kernels.attention;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/** The strip of eight rows: up to 24 accumulators, for 32 vector registers. See {@link Strip}. */
final class Strip8 {
  private Strip8() {}

  static void three(int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow,
      float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    var x0 = FloatVector.zero(FLOATS);
    var y0 = x0;
    var z0 = x0;
    var x1 = x0;
    var y1 = x0;
    var z1 = x0;
    var x2 = x0;
    var y2 = x0;
    var z2 = x0;
    var x3 = x0;
    var y3 = x0;
    var z3 = x0;
    var x4 = x0;
    var y4 = x0;
    var z4 = x0;
    var x5 = x0;
    var y5 = x0;
    var z5 = x0;
    var x6 = x0;
    var y6 = x0;
    var z6 = x0;
    var x7 = x0;
    var y7 = x0;
    var z7 = x0;
    for (int p = 0; p < k; p++, aAt += aColumn, bAt += bRow) {
      var b0 = FloatVector.fromArray(FLOATS, b, bAt);
      var b1 = FloatVector.fromArray(FLOATS, b, bAt + LANES);
      var b2 = FloatVector.fromArray(FLOATS, b, bAt + 2 * LANES);
      var a0 = FloatVector.broadcast(FLOATS, a[aAt]);
      x0 = a0.fma(b0, x0);
      y0 = a0.fma(b1, y0);
      z0 = a0.fma(b2, z0);
      var a1 = FloatVector.broadcast(FLOATS, a[aAt + aRow]);
      x1 = a1.fma(b0, x1);
      y1 = a1.fma(b1, y1);
      z1 = a1.fma(b2, z1);
      var a2 = FloatVector.broadcast(FLOATS, a[aAt + 2 * aRow]);
      x2 = a2.fma(b0, x2);
      y2 = a2.fma(b1, y2);
      z2 = a2.fma(b2, z2);
      var a3 = FloatVector.broadcast(FLOATS, a[aAt + 3 * aRow]);
      x3 = a3.fma(b0, x3);
      y3 = a3.fma(b1, y3);
      z3 = a3.fma(b2, z3);
      var a4 = FloatVector.broadcast(FLOATS, a[aAt + 4 * aRow]);
      x4 = a4.fma(b0, x4);
      y4 = a4.fma(b1, y4);
      z4 = a4.fma(b2, z4);
      var a5 = FloatVector.broadcast(FLOATS, a[aAt + 5 * aRow]);
      x5 = a5.fma(b0, x5);
      y5 = a5.fma(b1, y5);
      z5 = a5.fma(b2, z5);
      var a6 = FloatVector.broadcast(FLOATS, a[aAt + 6 * aRow]);
      x6 = a6.fma(b0, x6);
      y6 = a6.fma(b1, y6);
      z6 = a6.fma(b2, z6);
      var a7 = FloatVector.broadcast(FLOATS, a[aAt + 7 * aRow]);
      x7 = a7.fma(b0, x7);
      y7 = a7.fma(b1, y7);
      z7 = a7.fma(b2, z7);
    }
    x0.add(FloatVector.fromArray(FLOATS, z, zAt)).intoArray(c, cAt);
    y0.add(FloatVector.fromArray(FLOATS, z, zAt + LANES)).intoArray(c, cAt + LANES);
    z0.add(FloatVector.fromArray(FLOATS, z, zAt + 2 * LANES)).intoArray(c, cAt + 2 * LANES);
    x1.add(FloatVector.fromArray(FLOATS, z, zAt + zRow)).intoArray(c, cAt + cRow);
    y1.add(FloatVector.fromArray(FLOATS, z, zAt + zRow + LANES)).intoArray(c, cAt + cRow + LANES);
    z1.add(FloatVector.fromArray(FLOATS, z, zAt + zRow + 2 * LANES)).intoArray(c, cAt + cRow + 2 * LANES);
    x2.add(FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow)).intoArray(c, cAt + 2 * cRow);
    y2.add(FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow + LANES)).intoArray(c, cAt + 2 * cRow + LANES);
    z2.add(FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow + 2 * LANES)).intoArray(c, cAt + 2 * cRow + 2 * LANES);
    x3.add(FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow)).intoArray(c, cAt + 3 * cRow);
    y3.add(FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow + LANES)).intoArray(c, cAt + 3 * cRow + LANES);
    z3.add(FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow + 2 * LANES)).intoArray(c, cAt + 3 * cRow + 2 * LANES);
    x4.add(FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow)).intoArray(c, cAt + 4 * cRow);
    y4.add(FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow + LANES)).intoArray(c, cAt + 4 * cRow + LANES);
    z4.add(FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow + 2 * LANES)).intoArray(c, cAt + 4 * cRow + 2 * LANES);
    x5.add(FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow)).intoArray(c, cAt + 5 * cRow);
    y5.add(FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow + LANES)).intoArray(c, cAt + 5 * cRow + LANES);
    z5.add(FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow + 2 * LANES)).intoArray(c, cAt + 5 * cRow + 2 * LANES);
    x6.add(FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow)).intoArray(c, cAt + 6 * cRow);
    y6.add(FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow + LANES)).intoArray(c, cAt + 6 * cRow + LANES);
    z6.add(FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow + 2 * LANES)).intoArray(c, cAt + 6 * cRow + 2 * LANES);
    x7.add(FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow)).intoArray(c, cAt + 7 * cRow);
    y7.add(FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow + LANES)).intoArray(c, cAt + 7 * cRow + LANES);
    z7.add(FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow + 2 * LANES)).intoArray(c, cAt + 7 * cRow + 2 * LANES);
  }

  static void two(int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow,
      float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    var x0 = FloatVector.zero(FLOATS);
    var y0 = x0;
    var x1 = x0;
    var y1 = x0;
    var x2 = x0;
    var y2 = x0;
    var x3 = x0;
    var y3 = x0;
    var x4 = x0;
    var y4 = x0;
    var x5 = x0;
    var y5 = x0;
    var x6 = x0;
    var y6 = x0;
    var x7 = x0;
    var y7 = x0;
    for (int p = 0; p < k; p++, aAt += aColumn, bAt += bRow) {
      var b0 = FloatVector.fromArray(FLOATS, b, bAt);
      var b1 = FloatVector.fromArray(FLOATS, b, bAt + LANES);
      var a0 = FloatVector.broadcast(FLOATS, a[aAt]);
      x0 = a0.fma(b0, x0);
      y0 = a0.fma(b1, y0);
      var a1 = FloatVector.broadcast(FLOATS, a[aAt + aRow]);
      x1 = a1.fma(b0, x1);
      y1 = a1.fma(b1, y1);
      var a2 = FloatVector.broadcast(FLOATS, a[aAt + 2 * aRow]);
      x2 = a2.fma(b0, x2);
      y2 = a2.fma(b1, y2);
      var a3 = FloatVector.broadcast(FLOATS, a[aAt + 3 * aRow]);
      x3 = a3.fma(b0, x3);
      y3 = a3.fma(b1, y3);
      var a4 = FloatVector.broadcast(FLOATS, a[aAt + 4 * aRow]);
      x4 = a4.fma(b0, x4);
      y4 = a4.fma(b1, y4);
      var a5 = FloatVector.broadcast(FLOATS, a[aAt + 5 * aRow]);
      x5 = a5.fma(b0, x5);
      y5 = a5.fma(b1, y5);
      var a6 = FloatVector.broadcast(FLOATS, a[aAt + 6 * aRow]);
      x6 = a6.fma(b0, x6);
      y6 = a6.fma(b1, y6);
      var a7 = FloatVector.broadcast(FLOATS, a[aAt + 7 * aRow]);
      x7 = a7.fma(b0, x7);
      y7 = a7.fma(b1, y7);
    }
    x0.add(FloatVector.fromArray(FLOATS, z, zAt)).intoArray(c, cAt);
    y0.add(FloatVector.fromArray(FLOATS, z, zAt + LANES)).intoArray(c, cAt + LANES);
    x1.add(FloatVector.fromArray(FLOATS, z, zAt + zRow)).intoArray(c, cAt + cRow);
    y1.add(FloatVector.fromArray(FLOATS, z, zAt + zRow + LANES)).intoArray(c, cAt + cRow + LANES);
    x2.add(FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow)).intoArray(c, cAt + 2 * cRow);
    y2.add(FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow + LANES)).intoArray(c, cAt + 2 * cRow + LANES);
    x3.add(FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow)).intoArray(c, cAt + 3 * cRow);
    y3.add(FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow + LANES)).intoArray(c, cAt + 3 * cRow + LANES);
    x4.add(FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow)).intoArray(c, cAt + 4 * cRow);
    y4.add(FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow + LANES)).intoArray(c, cAt + 4 * cRow + LANES);
    x5.add(FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow)).intoArray(c, cAt + 5 * cRow);
    y5.add(FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow + LANES)).intoArray(c, cAt + 5 * cRow + LANES);
    x6.add(FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow)).intoArray(c, cAt + 6 * cRow);
    y6.add(FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow + LANES)).intoArray(c, cAt + 6 * cRow + LANES);
    x7.add(FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow)).intoArray(c, cAt + 7 * cRow);
    y7.add(FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow + LANES)).intoArray(c, cAt + 7 * cRow + LANES);
  }

  static void one(int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow,
      float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    var x0 = FloatVector.zero(FLOATS);
    var x1 = x0;
    var x2 = x0;
    var x3 = x0;
    var x4 = x0;
    var x5 = x0;
    var x6 = x0;
    var x7 = x0;
    for (int p = 0; p < k; p++, aAt += aColumn, bAt += bRow) {
      var b0 = FloatVector.fromArray(FLOATS, b, bAt);
      var a0 = FloatVector.broadcast(FLOATS, a[aAt]);
      x0 = a0.fma(b0, x0);
      var a1 = FloatVector.broadcast(FLOATS, a[aAt + aRow]);
      x1 = a1.fma(b0, x1);
      var a2 = FloatVector.broadcast(FLOATS, a[aAt + 2 * aRow]);
      x2 = a2.fma(b0, x2);
      var a3 = FloatVector.broadcast(FLOATS, a[aAt + 3 * aRow]);
      x3 = a3.fma(b0, x3);
      var a4 = FloatVector.broadcast(FLOATS, a[aAt + 4 * aRow]);
      x4 = a4.fma(b0, x4);
      var a5 = FloatVector.broadcast(FLOATS, a[aAt + 5 * aRow]);
      x5 = a5.fma(b0, x5);
      var a6 = FloatVector.broadcast(FLOATS, a[aAt + 6 * aRow]);
      x6 = a6.fma(b0, x6);
      var a7 = FloatVector.broadcast(FLOATS, a[aAt + 7 * aRow]);
      x7 = a7.fma(b0, x7);
    }
    x0.add(FloatVector.fromArray(FLOATS, z, zAt)).intoArray(c, cAt);
    x1.add(FloatVector.fromArray(FLOATS, z, zAt + zRow)).intoArray(c, cAt + cRow);
    x2.add(FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow)).intoArray(c, cAt + 2 * cRow);
    x3.add(FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow)).intoArray(c, cAt + 3 * cRow);
    x4.add(FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow)).intoArray(c, cAt + 4 * cRow);
    x5.add(FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow)).intoArray(c, cAt + 5 * cRow);
    x6.add(FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow)).intoArray(c, cAt + 6 * cRow);
    x7.add(FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow)).intoArray(c, cAt + 7 * cRow);
  }
}
