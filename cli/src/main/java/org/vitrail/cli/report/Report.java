package org.vitrail.cli.report;

import java.util.List;
import java.util.Map;
import org.vitrail.vit.image.Picture;

/**
 * What a report says; {@link ReportWriter} says it in HTML. All text is plain text.
 *
 * @param title what was done, such as "ViT on handwritten digits"
 * @param summary a sentence or two under the title
 * @param figures the few numbers that matter most, shown large
 * @param sections the rest, in this order
 * @param next commands to try next
 */
public record Report(String title, String summary, List<Figure> figures, List<Section> sections, List<Command> next) {

  /** A number with its name, and a few words on it, which may be empty. */
  public record Figure(String name, String value, String note) {}

  /** A command line and what it does. */
  public record Command(String line, String explanation) {}

  /** One part of the report, under a heading of its own. */
  public sealed interface Section permits Chart, Roofline, Confusion, Gallery, Facts, Table, Texts,
      Measures {
    String title();
  }

  /** Curves over a common axis {@code x}; a {@code logarithmic} one leaves out values of 0 and less. */
  public record Chart(String title, String x, String y, List<Curve> curves, boolean logarithmic) implements Section {}

  /** Values (n) measured at ascending steps (n); a value that is not finite leaves a gap. */
  public record Curve(String name, double[] steps, double[] values) {}

  /**
   * Achieved speed against the limits of a machine (Williams et al. 2009), on logarithmic axes: operations a second
   * over operations for each byte.
   *
   * @param peak GFLOP/s that nothing exceeds
   * @param roofs one for each level of memory
   */
  public record Roofline(String title, double peak, List<Roof> roofs, List<Marks> groups) implements Section {}

  /** A level of memory that gives so many GB/s. */
  public record Roof(String name, double bandwidth) {}

  /** Points of one colour. */
  public record Marks(String name, List<Mark> marks) {}

  /** What was achieved: GFLOP/s at operations for each byte, and as a share of the limit. */
  public record Mark(String name, double intensity, double gflops, double limitShare) {}

  /** How often an example of the class of a row was taken for the class of a column: counts (classes, classes). */
  public record Confusion(String title, List<String> labels, int[][] counts) implements Section {}

  /** Pictures with captions. */
  public record Gallery(String title, String explanation, List<Exhibit> exhibits) implements Section {}

  /**
   * A picture on show.
   *
   * @param caption a few words that are shown
   * @param description what is to be seen, for those who cannot see it
   * @param guesses what the model takes it for, the likeliest first; may be empty
   * @param overlays where the model looks; may be empty
   */
  public record Exhibit(
      String caption, String description, Picture picture, List<Guess> guesses, List<Overlay> overlays) {}

  /** A class with its probability in [0, 1]; {@code right} for the class that the picture is of. */
  public record Guess(String label, double probability, boolean right) {}

  /** Weights (rows, columns) of at least 0 that cover the picture as a grid; the greatest is shown at full strength. */
  public record Overlay(String caption, float[][] weights) {}

  /** Names and values, such as a configuration or a machine. */
  public record Facts(String title, Map<String, String> values) implements Section {}

  /** Rows of as many cells as there are columns. */
  public record Table(String title, List<String> columns, List<List<String>> rows) implements Section {}

  /** As a table, of which the last column holds texts: they wrap, and keep their line ends. */
  public record Texts(String title, List<String> columns, List<List<String>> rows) implements Section {}

  /** Measures with what chance gives beside each, as numbers and, those that are shares, as bars. */
  public record Measures(String title, String explanation, List<Measure> measures) implements Section {}

  /**
   * One measure.
   *
   * @param name what is measured
   * @param how of what, and how the model was asked
   * @param isShare whether 1 is a hundred per cent
   * @param lo where the interval begins that holds it with 95 %
   * @param chance what guessing gives, NaN where that has no meaning
   */
  public record Measure(String name, String how, int items, boolean isShare, double value, double lo, double hi,
      double chance) {}
}
