package org.vitrail.tensor;

/** Element types or devices that do not meet in one operation; the message says how to convert. */
public final class TypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public TypeException(String message) {
    super(message);
  }
}
