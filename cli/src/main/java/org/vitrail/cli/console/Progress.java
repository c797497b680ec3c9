package org.vitrail.cli.console;

/** Shows how far a long job is: a bar on a terminal, a line every few seconds in a file or a pipe. */
public interface Progress extends AutoCloseable {
  /** Starts to show a job of {@code steps} steps, of which {@code done} were done before, by a run that is resumed. */
  static Progress of(Console console, String job, long done, long steps) {
    return of(console, job, steps == 1 ? "step" : "steps", done, steps);
  }

  /** The same of a job that is counted in {@code unit}. */
  static Progress of(Console console, String job, String unit, long done, long steps) {
    return console.errTerminal()
        ? new ProgressBar(console, job, done, steps)
        : new ProgressLines(console, job, unit, done, steps, System::nanoTime);
  }

  /**
   * What one step tells, of a training or of another job.
   *
   * @param number the number of steps done so far
   * @param loss NaN where there is none
   * @param learningRate NaN where there is none
   * @param gradientNorm the global L2 norm of the gradient before clipping; NaN where there is none
   * @param examples how many examples the step saw, 0 where there are none
   */
  record Step(long number, double loss, double learningRate, double gradientNorm, int examples) {
    /** A step of a job that learns nothing. */
    public static Step of(long number) {
      return new Step(number, Double.NaN, Double.NaN, Double.NaN, 0);
    }
  }

  /** Tells that a step is done. */
  void step(Step step);

  /** Says something in between, such as the accuracy after an epoch, without disturbing the bar. */
  void say(String line);

  /** Ends the display, leaving its last state. */
  @Override
  void close();
}
