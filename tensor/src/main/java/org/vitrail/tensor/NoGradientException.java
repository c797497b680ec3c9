package org.vitrail.tensor;

/** A gradient was asked for where there is none; the message names the operation or the parameter. */
public final class NoGradientException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public NoGradientException(String message) {
    super(message);
  }
}
