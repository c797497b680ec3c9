package org.vitrail.kernels.index;

import org.vitrail.kernels.View;

/**
 * Reading and writing at computed places. Indices are I32, already checked and non-negative. Where several sources meet
 * at one place they are added in their order of appearance, for any number of threads.
 */
public interface Indexing {

  /** {@code out[n, :] = table[ids[n], :]}; table (rows, width), ids (n), out (n, width), contiguous. */
  void gatherRows(View table, View ids, View out);

  /** {@code out[ids[n], :] += src[n, :]}; src (n, width), out (rows, width), contiguous. */
  void scatterAddRows(View src, View ids, View out);

  /** {@code out[…, i, …] = x[…, index[…, i, …], …]} along {@code axis}; index and out have one shape. */
  void gather(int axis, View x, View index, View out);

  /** {@code out[…, index[…, i, …], …] = src[…, i, …]} along {@code axis}, the last writer wins. */
  void scatter(int axis, View src, View index, View out);

  /** {@code out[…, index[…, i, …], …] += src[…, i, …]} along {@code axis}. */
  void scatterAdd(int axis, View src, View index, View out);
}
