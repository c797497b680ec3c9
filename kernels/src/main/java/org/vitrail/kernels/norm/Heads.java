package org.vitrail.kernels.norm;

import org.vitrail.kernels.View;

/** How many heads have parameters of their own, and where the rows of x and its like begin. */
final class Heads {
  private Heads() {}

  /** The heads of a weight (heads, n); 1 where it is (n) or null. */
  static int of(View weight) {
    return weight != null && weight.rank() == 2 ? weight.dim(0) : 1;
  }

  /** From one row of {@code heads} heads to the next, in a view (rows, heads, n) or a contiguous one (rows, n). */
  static int step(View v, int heads) {
    return heads == 1 ? v.dim(-1) : v.stride(0);
  }

  /** Where the n elements of head {@code r % heads} of row {@code r / heads} begin. */
  static int at(View v, int heads, int r) {
    return v.offset() + r / heads * step(v, heads) + r % heads * v.dim(-1);
  }
}
