package org.vitrail.cli.console;

import java.time.Duration;
import java.util.List;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/** Progress on a terminal: one line that is drawn anew five times a second. */
final class ProgressBar implements Progress {
  private static final int REDRAW_MILLIS = 200;
  private static final int DRAWS_PER_MEASURE = 5;
  private static final int NARROWEST = 12;
  private static final int WIDEST = 40;

  private final Console console;
  private final boolean blocks;
  private final Pace pace;
  private final me.tongfei.progressbar.ProgressBar bar;
  private String line = "";

  ProgressBar(Console console, String job, long done, long steps) {
    this.console = console;
    this.blocks = console.drawsBlocks();
    this.pace = new Pace(steps, System.nanoTime());
    this.bar = new ProgressBarBuilder().setTaskName(job).setInitialMax(steps).startsFrom(done, Duration.ZERO)
        .setUpdateIntervalMillis(REDRAW_MILLIS).continuousUpdate()
        .setRenderer((state, width) -> render(state, pace.words(), width)).setConsumer(new Line()).build();
  }

  @Override
  public void step(Step step) {
    pace.step(step, System.nanoTime());
    bar.stepTo(step.number());
  }

  @Override
  public void say(String text) {
    synchronized (console.err()) {
      console.err().print("\r" + " ".repeat(visibleLength(line)) + "\r" + text + "\n" + line);
      console.err().flush();
    }
  }

  @Override
  public void close() {
    bar.close();
    console.err().println();
  }

  /** The line: job, bar, count, and as many of the words as leave the bar its least width. */
  String render(ProgressState state, List<String> words, int width) {
    var steps = String.valueOf(state.getMax());
    var count = " %" + steps.length() + "d/%s";
    var head = state.getTaskName() + " ";
    var tail = new StringBuilder(count.formatted(state.getCurrent(), steps));
    for (var word : words) {
      boolean fits = head.length() + NARROWEST + tail.length() + 2 + word.length() <= width;
      if (fits && !word.isEmpty()) tail.append("  ").append(word);
    }
    int room = Math.clamp(width - head.length() - tail.length(), 0, WIDEST);
    return head + bar(state.getNormalizedProgress(), room) + tail;
  }

  /** A bar of {@code width} characters, the part {@code done} of it filled to the half character. */
  private String bar(double done, int width) {
    int halves = (int) (done * width * 2);
    int full = halves / 2;
    var filled = (blocks ? "━" : "#").repeat(full) + (halves % 2 == 0 ? "" : blocks ? "╸" : "-");
    var rest = (blocks && console.colours() ? "━" : blocks ? " " : ".").repeat(width - filled.length());
    return console.colours() ? "\u001b[36m" + filled + "\u001b[90m" + rest + "\u001b[0m" : filled + rest;
  }

  private static int visibleLength(String text) {
    return text.replaceAll("\u001b\\[[0-9]*m", "").length();
  }

  /** Draws over the line drawn before. The width is measured now and then, for windows change. */
  private final class Line implements ProgressBarConsumer {
    private int draws;
    private int columns;

    @Override
    public int getMaxRenderedLength() {
      if (draws++ % DRAWS_PER_MEASURE == 0) columns = console.columns();
      return columns - 1;
    }

    @Override
    public void accept(String rendered) {
      synchronized (console.err()) {
        int leftover = Math.max(0, visibleLength(line) - visibleLength(rendered));
        console.err().print("\r" + rendered + " ".repeat(leftover));
        console.err().flush();
        line = rendered;
      }
    }

    @Override
    public void close() {}
  }
}
