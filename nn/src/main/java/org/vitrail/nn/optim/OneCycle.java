package org.vitrail.nn.optim;

import java.util.function.DoubleUnaryOperator;

/**
 * One cycle (Smith and Topin 2018): from {@code peak}/25 up to {@code peak} during the share {@code rise} of the steps,
 * then down to {@code peak}/250,000. With three phases it comes down as fast as it rose and then creeps on to the end.
 *
 * @param ease the way between two rates, 0 at 0 and 1 at 1
 */
public record OneCycle(double peak, int steps, double rise, boolean threePhases, DoubleUnaryOperator ease)
    implements Schedule {
  public static final DoubleUnaryOperator LINEAR = x -> x;
  public static final DoubleUnaryOperator COSINE = x -> (1 - Math.cos(Math.PI * x)) / 2;

  public OneCycle {
    if (rise * steps <= 1 || rise >= (threePhases ? 0.5 : 1)) {
      throw new IllegalArgumentException("one cycle: " + steps + " steps that rise for a share of " + rise
          + " leave no room for every phase; take more steps or another share");
    }
  }

  /** Rises on a cosine for three tenths of the steps, then falls on one. */
  public OneCycle(double peak, int steps) {
    this(peak, steps, 0.3, false, COSINE);
  }

  @Override public double rate(int step) {
    double top = rise * steps - 1;
    double start = peak / 25;
    double end = start / 1e4;
    if (step <= top) return between(start, peak, step / top);
    if (!threePhases) return between(peak, end, (step - top) / (steps - 1 - top));
    double down = 2 * top;
    if (step <= down) return between(peak, start, (step - top) / top);
    return between(start, end, (step - down) / (steps - 1 - down));
  }

  private double between(double from, double to, double x) {
    return from + (to - from) * ease.applyAsDouble(Math.clamp(x, 0, 1));
  }
}
