package org.vitrail.vit.image;

/** A file that is no picture, is damaged, or is one that cannot be used; one sentence with file, finding and remedy. */
public final class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PictureException(String message) {
    super(message);
  }

  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
