package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/** Six rows in 12 accumulators: for 16 vector registers. */
final class Tile6 extends Tile {

  @Override int rows() {
    return 6;
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
    int row1 = aAt + aRow;
    int row2 = aAt + 2 * aRow;
    int row3 = aAt + 3 * aRow;
    int row4 = aAt + 4 * aRow;
    int row5 = aAt + 5 * aRow;
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
  }
}
