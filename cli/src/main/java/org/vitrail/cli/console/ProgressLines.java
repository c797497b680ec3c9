package org.vitrail.cli.console;

import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Progress in a file or a pipe: a line at most every five seconds, and one for the last step. */
final class ProgressLines implements Progress {
  private static final long INTERVAL = 5_000_000_000L;

  private final Console console;
  private final String job;
  private final long steps;
  private final LongSupplier clock;
  private final Pace pace;
  private long nextLine;

  ProgressLines(Console console, String job, String unit, long done, long steps, LongSupplier nanoClock) {
    this.console = console;
    this.job = job;
    this.steps = steps;
    this.clock = nanoClock;
    this.pace = new Pace(steps, nanoClock.getAsLong());
    this.nextLine = nanoClock.getAsLong() + INTERVAL;
    say("%s: %d %s".formatted(job, steps, unit) + (done > 0 ? ", of which %d are done".formatted(done) : ""));
  }

  @Override
  public void step(Step step) {
    long now = clock.getAsLong();
    pace.step(step, now);
    if (now - nextLine < 0 && step.number() < steps) return;
    nextLine = now + INTERVAL;
    var words = pace.words().stream().filter(word -> !word.isEmpty()).collect(Collectors.joining("  "));
    say("%s %d/%d  %s".formatted(job, step.number(), steps, words));
  }

  @Override
  public void say(String line) {
    console.say(line);
  }

  @Override
  public void close() {}
}
