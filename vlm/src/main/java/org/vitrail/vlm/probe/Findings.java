package org.vitrail.vlm.probe;

import java.util.List;

/**
 * What a probe found out.
 *
 * @param examples of right and of wrong answers
 * @param confusion null where there is none
 */
public record Findings(List<Result> results, List<Example> examples, Confusion confusion) {
  /** A probe that the model is not made for. */
  static final Findings NONE = new Findings(List.of(), List.of(), null);

  /** How often an item of the class of a row was taken for the class of a column: counts (classes, classes). */
  public record Confusion(List<String> labels, int[][] counts) {}

  Findings(Measures measures, Example.Shown examples) {
    this(measures.results(), examples.all(), null);
  }
}
