package org.vitrail.kernels.math;

/** Work space of the calling thread, kept between calls and grown on demand; its content is unspecified. */
public enum Scratch {
  GEMM_ROWS, GEMM_PANELS, GEMM_TILE, GEMM_BIAS, GEMM_VECTOR, GEMM_SUMS, GEMM_PARTS, TRANSPOSED,
  KEYS, VALUES, QUERIES, QUERIES_TRANSPOSED, GRADIENTS, GRADIENTS_TRANSPOSED, OUTPUTS, MASK, MASK_TRANSPOSED,
  SCORES, SCORE_GRADIENTS, KEY_GRADIENTS, VALUE_GRADIENTS, QUERY_GRADIENTS, QUERY_GRADIENT_PARTS,
  ROW_MAX, ROW_SUM, ROW_KEPT,
  PATCHES, PLACES, SPREAD, WEIGHT_SUMS, MAP,
  WEIGHTS, EXPONENTIALS, NORM_SUMS, BIAS_SUMS, REDUCE_INPUT, REDUCE_SUMS, REDUCE_SUMS_OF_SUMS;

  private final ThreadLocal<float[]> array = ThreadLocal.withInitial(() -> new float[0]);

  /** At least {@code size} floats; the same array until more are asked for. */
  public float[] floats(int size) {
    var floats = array.get();
    if (floats.length >= size) return floats;
    floats = new float[size];
    array.set(floats);
    return floats;
  }
}
