package org.vitrail.vlm.cm3;

/** The tokens {@code from ≤ t < to} of a document. */
public record Span(int from, int to) {

  public Span {
    if (from < 0 || to <= from) throw new IllegalArgumentException("the span [" + from + ", " + to + ") has no tokens");
  }

  public int length() {
    return to - from;
  }

  public boolean overlaps(Span other) {
    return from < other.to && other.from < to;
  }
}
