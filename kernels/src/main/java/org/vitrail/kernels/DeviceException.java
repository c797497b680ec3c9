package org.vitrail.kernels;

/** A device cannot do what was asked: its message says what, where and the remedy. */
public final class DeviceException extends RuntimeException {

  public DeviceException(String message) {
    super(message);
  }

  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
