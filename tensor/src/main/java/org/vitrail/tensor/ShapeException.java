package org.vitrail.tensor;

/** Shapes, axes or indices that do not fit; the message names the operation, the shapes and what differs. */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public ShapeException(String message) {
    super(message);
  }
}
