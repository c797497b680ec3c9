package org.vitrail.kernels.attention;

import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.Launch;
import org.vitrail.kernels.opencl.Source;

/**
 * Kernels that suit a problem.
 *
 * @param rows queries, or keys, of one group
 * @param group its work-items
 * @param scratch bytes of local memory that are the last argument; 0 for none
 */
record ClPlan(Source source, int rows, int group, int scratch) {

  /** Runs {@code launch} with one group for so many rows of each matrix of {@code x}. */
  void run(Launch launch, View x) {
    if (scratch > 0) launch.local(scratch);
    launch.grid(new long[] {Math.ceilDiv(x.dim(2), rows), x.dim(1), x.dim(0)}, new int[] {group, 1, 1});
  }
}
