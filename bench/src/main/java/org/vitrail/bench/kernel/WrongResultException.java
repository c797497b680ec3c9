package org.vitrail.bench.kernel;

/** A kernel that was to be timed computes the wrong thing. */
public final class WrongResultException extends RuntimeException {
  WrongResultException(String message) {
    super(message);
  }
}
