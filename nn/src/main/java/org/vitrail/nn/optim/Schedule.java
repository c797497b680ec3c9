package org.vitrail.nn.optim;

/** The learning rate of each step, counting from 0. After its last step a schedule stays where it ended. */
@FunctionalInterface
public interface Schedule {

  double rate(int step);

  static Schedule constant(double rate) {
    return step -> rate;
  }

  /** From {@code base} to {@code end} on a straight line. */
  static Schedule linear(double base, double end, int steps) {
    return polynomial(base, end, steps, 1);
  }

  /** {@code end + (base − end)·(1 − step/steps)^power}. */
  static Schedule polynomial(double base, double end, int steps, double power) {
    return step -> end + (base - end) * Math.pow(1 - done(step, steps), power);
  }

  /** Half a cosine from {@code base} to {@code end} (Loshchilov and Hutter 2017). */
  static Schedule cosine(double base, double end, int steps) {
    return step -> end + (base - end) * halfCosine(done(step, steps));
  }

  /** Cosines to 0 that begin anew: the first lasts {@code first} steps, each other {@code growth} times the last. */
  static Schedule cosineRestarts(double base, int first, int growth) {
    return step -> {
      int start = 0;
      int length = first;
      while (step >= start + length) {
        start += length;
        length *= growth;
      }
      return base * halfCosine((double) (step - start) / length);
    };
  }

  /** {@code base·factorⁿ} after n times {@code every} steps. */
  static Schedule steps(double base, double factor, int every) {
    return step -> base * Math.pow(factor, step / every);
  }

  /** {@code base·factor^step}. */
  static Schedule exponential(double base, double factor) {
    return steps(base, factor, 1);
  }

  /** {@code base·√(scale/(step + scale))}. */
  static Schedule inverseRoot(double base, int scale) {
    return step -> base * Math.sqrt((double) scale / (step + scale));
  }

  /** This schedule after {@code steps} steps on a straight line from 0 to its beginning; step 0 has rate 0. */
  default Schedule afterWarmup(int steps) {
    return step -> step < steps ? rate(0) * step / steps : rate(step - steps);
  }

  private static double done(int step, int steps) {
    return Math.min(1, (double) step / Math.max(1, steps));
  }

  /** 1 at 0, 0 at 1. */
  private static double halfCosine(double x) {
    return (1 + Math.cos(Math.PI * x)) / 2;
  }
}
