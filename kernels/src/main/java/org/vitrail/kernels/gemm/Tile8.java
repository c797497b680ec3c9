package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/** Eight rows in 16 accumulators: with 32 vector registers, for the rows that twelve do not divide. */
final class Tile8 extends Tile {

  @Override int rows() {
    return 8;
  }

  @Override void multiplyRows(int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow,
      float alpha, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    var c0 = FloatVector.zero(FLOATS);
    var d0 = c0;
    var c1 = c0;
    var d1 = c0;
    var c2 = c0;
    var d2 = c0;
    var c3 = c0;
    var d3 = c0;
    var c4 = c0;
    var d4 = c0;
    var c5 = c0;
    var d5 = c0;
    var c6 = c0;
    var d6 = c0;
    var c7 = c0;
    var d7 = c0;
    int row1 = aAt + aRow;
    int row2 = aAt + 2 * aRow;
    int row3 = aAt + 3 * aRow;
    int row4 = aAt + 4 * aRow;
    int row5 = aAt + 5 * aRow;
    int row6 = aAt + 6 * aRow;
    int row7 = aAt + 7 * aRow;
    for (int p = 0; p < k; p++) {
      var left = FloatVector.fromArray(FLOATS, b, bAt);
      var right = FloatVector.fromArray(FLOATS, b, bAt + LANES);
      var a0 = FloatVector.broadcast(FLOATS, a[aAt + p]);
      c0 = a0.fma(left, c0);
      d0 = a0.fma(right, d0);
      var a1 = FloatVector.broadcast(FLOATS, a[row1 + p]);
      c1 = a1.fma(left, c1);
      d1 = a1.fma(right, d1);
      var a2 = FloatVector.broadcast(FLOATS, a[row2 + p]);
      c2 = a2.fma(left, c2);
      d2 = a2.fma(right, d2);
      var a3 = FloatVector.broadcast(FLOATS, a[row3 + p]);
      c3 = a3.fma(left, c3);
      d3 = a3.fma(right, d3);
      var a4 = FloatVector.broadcast(FLOATS, a[row4 + p]);
      c4 = a4.fma(left, c4);
      d4 = a4.fma(right, d4);
      var a5 = FloatVector.broadcast(FLOATS, a[row5 + p]);
      c5 = a5.fma(left, c5);
      d5 = a5.fma(right, d5);
      var a6 = FloatVector.broadcast(FLOATS, a[row6 + p]);
      c6 = a6.fma(left, c6);
      d6 = a6.fma(right, d6);
      var a7 = FloatVector.broadcast(FLOATS, a[row7 + p]);
      c7 = a7.fma(left, c7);
      d7 = a7.fma(right, d7);
      bAt += bRow;
    }
    var scale = FloatVector.broadcast(FLOATS, alpha);
    c0.fma(scale, FloatVector.fromArray(FLOATS, z, zAt)).intoArray(c, cAt);
    d0.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + LANES)).intoArray(c, cAt + LANES);
    c1.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + zRow)).intoArray(c, cAt + cRow);
    d1.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + zRow + LANES)).intoArray(c, cAt + cRow + LANES);
    c2.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow)).intoArray(c, cAt + 2 * cRow);
    d2.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow + LANES)).intoArray(c, cAt + 2 * cRow + LANES);
    c3.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow)).intoArray(c, cAt + 3 * cRow);
    d3.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow + LANES)).intoArray(c, cAt + 3 * cRow + LANES);
    c4.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow)).intoArray(c, cAt + 4 * cRow);
    d4.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow + LANES)).intoArray(c, cAt + 4 * cRow + LANES);
    c5.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow)).intoArray(c, cAt + 5 * cRow);
    d5.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow + LANES)).intoArray(c, cAt + 5 * cRow + LANES);
    c6.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow)).intoArray(c, cAt + 6 * cRow);
    d6.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow + LANES)).intoArray(c, cAt + 6 * cRow + LANES);
    c7.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow)).intoArray(c, cAt + 7 * cRow);
    d7.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow + LANES)).intoArray(c, cAt + 7 * cRow + LANES);
  }

  @Override void multiplyColumns(int k, float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow,
      float alpha, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    var c0 = FloatVector.zero(FLOATS);
    var d0 = c0;
    var c1 = c0;
    var d1 = c0;
    var c2 = c0;
    var d2 = c0;
    var c3 = c0;
    var d3 = c0;
    var c4 = c0;
    var d4 = c0;
    var c5 = c0;
    var d5 = c0;
    var c6 = c0;
    var d6 = c0;
    var c7 = c0;
    var d7 = c0;
    for (int p = 0; p < k; p++) {
      var left = FloatVector.fromArray(FLOATS, b, bAt);
      var right = FloatVector.fromArray(FLOATS, b, bAt + LANES);
      var a0 = FloatVector.broadcast(FLOATS, a[aAt]);
      c0 = a0.fma(left, c0);
      d0 = a0.fma(right, d0);
      var a1 = FloatVector.broadcast(FLOATS, a[aAt + 1]);
      c1 = a1.fma(left, c1);
      d1 = a1.fma(right, d1);
      var a2 = FloatVector.broadcast(FLOATS, a[aAt + 2]);
      c2 = a2.fma(left, c2);
      d2 = a2.fma(right, d2);
      var a3 = FloatVector.broadcast(FLOATS, a[aAt + 3]);
      c3 = a3.fma(left, c3);
      d3 = a3.fma(right, d3);
      var a4 = FloatVector.broadcast(FLOATS, a[aAt + 4]);
      c4 = a4.fma(left, c4);
      d4 = a4.fma(right, d4);
      var a5 = FloatVector.broadcast(FLOATS, a[aAt + 5]);
      c5 = a5.fma(left, c5);
      d5 = a5.fma(right, d5);
      var a6 = FloatVector.broadcast(FLOATS, a[aAt + 6]);
      c6 = a6.fma(left, c6);
      d6 = a6.fma(right, d6);
      var a7 = FloatVector.broadcast(FLOATS, a[aAt + 7]);
      c7 = a7.fma(left, c7);
      d7 = a7.fma(right, d7);
      aAt += aColumn;
      bAt += bRow;
    }
    var scale = FloatVector.broadcast(FLOATS, alpha);
    c0.fma(scale, FloatVector.fromArray(FLOATS, z, zAt)).intoArray(c, cAt);
    d0.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + LANES)).intoArray(c, cAt + LANES);
    c1.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + zRow)).intoArray(c, cAt + cRow);
    d1.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + zRow + LANES)).intoArray(c, cAt + cRow + LANES);
    c2.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow)).intoArray(c, cAt + 2 * cRow);
    d2.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 2 * zRow + LANES)).intoArray(c, cAt + 2 * cRow + LANES);
    c3.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow)).intoArray(c, cAt + 3 * cRow);
    d3.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 3 * zRow + LANES)).intoArray(c, cAt + 3 * cRow + LANES);
    c4.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow)).intoArray(c, cAt + 4 * cRow);
    d4.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 4 * zRow + LANES)).intoArray(c, cAt + 4 * cRow + LANES);
    c5.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow)).intoArray(c, cAt + 5 * cRow);
    d5.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 5 * zRow + LANES)).intoArray(c, cAt + 5 * cRow + LANES);
    c6.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow)).intoArray(c, cAt + 6 * cRow);
    d6.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 6 * zRow + LANES)).intoArray(c, cAt + 6 * cRow + LANES);
    c7.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow)).intoArray(c, cAt + 7 * cRow);
    d7.fma(scale, FloatVector.fromArray(FLOATS, z, zAt + 7 * zRow + LANES)).intoArray(c, cAt + 7 * cRow + LANES);
  }
}
