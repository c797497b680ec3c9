package org.vitrail.vlm.experiment;

/** What a run found: a number, and the bounds it should lie within; infinite ones where it is only reported. */
public record Finding(String what, double value, double low, double high) {

  public static Finding reported(String what, double value) {
    return new Finding(what, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  public static Finding below(String what, double value, double high) {
    return new Finding(what, value, Double.NEGATIVE_INFINITY, high);
  }

  public static Finding above(String what, double value, double low) {
    return new Finding(what, value, low, Double.POSITIVE_INFINITY);
  }

  public boolean isMet() {
    return value >= low && value <= high;
  }
}
