package org.vitrail.cli.console;

import java.util.List;
import java.util.Locale;

/**
 * How fast a job goes, and its state in words. The pace is that of the last few seconds: with dt the time that a step
 * took, both the steps and the seconds counted so far fade by exp(-dt / 10 s), so that a slow start is soon forgotten.
 */
final class Pace {
  private static final double MEMORY = 10;
  private static final double WARM_UP = 10;

  private final long steps;
  private final long startNanos;
  private Progress.Step last;
  private long lastNanos;
  private double recentSteps;
  private double recentExamples;
  private double recentSeconds;

  Pace(long steps, long startNanos) {
    this.steps = steps;
    this.startNanos = startNanos;
    this.lastNanos = startNanos;
  }

  synchronized void step(Progress.Step step, long nanos) {
    double seconds = (nanos - lastNanos) / 1e9;
    double fade = Math.exp(-seconds / MEMORY);
    recentSteps = recentSteps * fade + 1;
    recentExamples = recentExamples * fade + step.examples();
    recentSeconds = recentSeconds * fade + seconds;
    lastNanos = nanos;
    last = step;
  }

  /** Words on the state, the most important first; empty before the first step. */
  synchronized List<String> words() {
    if (last == null) return List.of();
    return List.of(
        Double.isNaN(last.loss()) ? "" : "loss " + number(last.loss()),
        timeLeft(),
        last.examples() == 0 ? "" : Math.round(recentExamples / recentSeconds) + "/s",
        Double.isNaN(last.learningRate()) ? "" : "lr " + String.format(Locale.ROOT, "%.1e", last.learningRate()),
        Double.isNaN(last.gradientNorm()) ? "" : "grad " + number(last.gradientNorm()));
  }

  /** Says nothing at first, while the machine still compiles: the estimate would be many times too long. */
  private String timeLeft() {
    boolean known = lastNanos - startNanos >= WARM_UP * 1e9 || last.number() >= steps;
    return known ? clock(secondsLeft()) + " left" : "";
  }

  synchronized double secondsLeft() {
    return Math.max(0, steps - last.number()) * recentSeconds / recentSteps;
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, Math.abs(x) < 1000 ? "%.3f" : "%.2e", x);
  }

  static String clock(double seconds) {
    long s = (long) Math.ceil(seconds);
    return s < 3600
        ? String.format("%d:%02d", s / 60, s % 60)
        : String.format("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }
}
