package org.vitrail.kernels.rotary;

import org.vitrail.kernels.View;

/**
 * Rotary position embedding (Su et al. 2021): pairs of elements of the last axis are turned by an angle,
 * {@code (a, b) → (a·cos − b·sin, b·cos + a·sin)}.
 *
 * <p>Shapes: x and y (…, 2n), cos and sin (…, n), with strides of 0 where broadcast. Pair i is elements i and n + i, or
 * 2i and 2i + 1 where interleaved. The last axis of each view has stride 1, the others any.
 */
public interface Rotary {

  void rotate(View x, View cos, View sin, boolean interleaved, View y);
}
