package org.vitrail.vit.scenes;

/** The four spatial relations, in the order of their numbers. */
public enum Relation {
  LEFT("left of"), RIGHT("right of"), ABOVE("above"), BELOW("below");

  private static final Relation[] ALL = values();

  private final String words;

  Relation(String words) {
    this.words = words;
  }

  static Relation of(int k) {
    return ALL[k];
  }

  /** The relation of two objects that share a row or a column. */
  public static Relation between(Thing first, Thing second) {
    if (first.row() == second.row()) {
      return first.column() < second.column() ? LEFT : RIGHT;
    }
    return first.row() < second.row() ? ABOVE : BELOW;
  }

  public String words() {
    return words;
  }

  public Relation inverse() {
    return ALL[ordinal() ^ 1];
  }

  public boolean horizontal() {
    return this == LEFT || this == RIGHT;
  }

  /** Whether the first of two objects has the smaller row or column. */
  boolean firstIsLow() {
    return this == LEFT || this == ABOVE;
  }

  /** {@code "a red circle left of a blue square"}. */
  public String caption(Kind first, Kind second) {
    return first.phrase() + " " + words + " " + second.phrase();
  }
}
