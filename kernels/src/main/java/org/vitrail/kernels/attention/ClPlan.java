package org.vitrail.kernels.attention;

import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.Launch;
import org.vitrail.kernels.opencl.Source;

/**
 * Kernels that suit a problem.
 *
 * @param rows queries, or keys, of one group
 * @param group its work-items
 */
record ClPlan(Source source, int rows, int group) {

  /** Runs {@code launch} with one group for so many rows of each matrix of {@code x}. */
  void run(Launch launch, View x) {
    launch.grid(new long[] {Math.ceilDiv(x.dim(2), rows), x.dim(1), x.dim(0)}, new int[] {group, 1, 1});
  }
}
