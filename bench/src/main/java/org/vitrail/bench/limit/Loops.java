package org.vitrail.bench.limit;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The loops whose speed is the machine's: nothing but multiply-adds, nothing but loads, loads and a store. */
final class Loops {
  /** As wide as the kernels', see {@code -Dvitrail.vector.bits}. */
  private static final VectorSpecies<Float> SPECIES = VectorSpecies.of(float.class, VectorShape.forBitSize(
      Integer.getInteger("vitrail.vector.bits", Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()))));
  static final int LANES = SPECIES.length();
  /** Enough chains of multiply-adds to hide their latency of four cycles on two units. */
  static final int CHAINS = 12;

  private Loops() {}

  /** {@code n} multiply-adds in each lane of {@value #CHAINS} vectors. */
  static float multiplyAdd(int n) {
    var x = FloatVector.broadcast(SPECIES, 0.999f);
    var y = FloatVector.broadcast(SPECIES, 0.001f);
    var a0 = FloatVector.zero(SPECIES);
    var a1 = a0.add(1);
    var a2 = a0.add(2);
    var a3 = a0.add(3);
    var a4 = a0.add(4);
    var a5 = a0.add(5);
    var a6 = a0.add(6);
    var a7 = a0.add(7);
    var a8 = a0.add(8);
    var a9 = a0.add(9);
    var a10 = a0.add(10);
    var a11 = a0.add(11);
    for (int i = 0; i < n; i++) {
      a0 = a0.fma(x, y);
      a1 = a1.fma(x, y);
      a2 = a2.fma(x, y);
      a3 = a3.fma(x, y);
      a4 = a4.fma(x, y);
      a5 = a5.fma(x, y);
      a6 = a6.fma(x, y);
      a7 = a7.fma(x, y);
      a8 = a8.fma(x, y);
      a9 = a9.fma(x, y);
      a10 = a10.fma(x, y);
      a11 = a11.fma(x, y);
    }
    var sum = a0.add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8).add(a9).add(a10).add(a11);
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /**
   * {@code passes} times the sum of 3·{@code n} elements from {@code start}, read as three streams side by side; n is a
   * multiple of 2·{@link #LANES}.
   */
  static float read(float[] x, int start, int n, int passes) {
    var a0 = FloatVector.zero(SPECIES);
    var a1 = a0;
    var b0 = a0;
    var b1 = a0;
    var c0 = a0;
    var c1 = a0;
    for (int pass = 0; pass < passes; pass++) {
      for (int i = start; i < start + n; i += 2 * LANES) {
        a0 = a0.add(FloatVector.fromArray(SPECIES, x, i));
        a1 = a1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
        b0 = b0.add(FloatVector.fromArray(SPECIES, x, i + n));
        b1 = b1.add(FloatVector.fromArray(SPECIES, x, i + n + LANES));
        c0 = c0.add(FloatVector.fromArray(SPECIES, x, i + 2 * n));
        c1 = c1.add(FloatVector.fromArray(SPECIES, x, i + 2 * n + LANES));
      }
    }
    return a0.add(a1).add(b0.add(b1)).add(c0.add(c1)).reduceLanes(VectorOperators.ADD);
  }

  /** {@code passes} times {@code x = 0.999·x + 0.001} for as many elements as {@link #read}. */
  static void update(float[] x, int start, int n, int passes) {
    var scale = FloatVector.broadcast(SPECIES, 0.999f);
    var shift = FloatVector.broadcast(SPECIES, 0.001f);
    for (int pass = 0; pass < passes; pass++) {
      for (int i = start; i < start + 3 * n; i += LANES) {
        FloatVector.fromArray(SPECIES, x, i).fma(scale, shift).intoArray(x, i);
      }
    }
  }
}
