package org.vitrail.kernels.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this process: the machine's own, or the narrower {@code -Dvitrail.vector.bits=128|256|512}. Every
 * SIMD kernel takes its species from here, where the compiler sees a constant.
 */
public final class Simd {
  /** Bits of the machine's float vectors. */
  public static final int MACHINE_BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();

  /** Bits of the vectors in use. */
  public static final int BITS = Integer.getInteger("vitrail.vector.bits", Math.min(512, MACHINE_BITS));

  private static final VectorShape SHAPE = VectorShape.forBitSize(problem() == null ? BITS : 128);

  public static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  public static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  /** As many shorts as {@link #FLOATS} has floats. */
  public static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));

  /** As many bytes as {@link #FLOATS} has floats, or 8: the Vector API has none of 4. */
  public static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, SHAPE.vectorBitSize() / 4)));

  /** Floats in a vector. */
  public static final int LANES = FLOATS.length();

  private Simd() {}

  /** Why this machine cannot compute with {@link #BITS}, and the remedy; null when it can. */
  public static String problem() {
    if (MACHINE_BITS < 128) return "this processor has no vectors of 128 bits or more: the slow scalar kernels compute";
    if (BITS != 128 && BITS != 256 && BITS != 512) {
      return "vitrail.vector.bits=" + BITS + " is no vector width: set 128, 256 or 512, or leave the flag out";
    }
    if (BITS > MACHINE_BITS) {
      return "vitrail.vector.bits=" + BITS + ", but the vectors of this machine have " + MACHINE_BITS
          + " bits: set a smaller width or leave the flag out";
    }
    return null;
  }

  /** Largest multiple of {@link #LANES} that is at most {@code n}. */
  public static int loopBound(int n) {
    return n & -LANES;
  }
}
