package org.vitrail.kernels.gemm.lessons;

/**
 * Lesson 1: the definition. Each element of C is a sum that waits for its own last addition, and the walk down a column
 * of B takes one float of every cache line it loads.
 */
public final class Lesson1Naive extends Lesson {

  @Override void multiply(Matrix a, Matrix b, Matrix c) {
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        float sum = 0;
        for (int p = 0; p < a.columns(); p++) sum += a.floats()[a.at(i, p)] * b.floats()[b.at(p, j)];
        c.floats()[c.at(i, j)] = sum;
      }
    }
  }
}
