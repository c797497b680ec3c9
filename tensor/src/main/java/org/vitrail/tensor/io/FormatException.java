package org.vitrail.tensor.io;

import java.nio.file.Path;

/** A file that is not what its format asks for; the message names the file, the place and what was expected there. */
public final class FormatException extends RuntimeException {
  private static final long serialVersionUID = 1;
  /** What a file is of which the end is missing, and what to do. */
  static final String CUT = "; the file is cut short or damaged, fetch it again";

  public FormatException(Path file, String problem) {
    super(file + ": " + problem);
  }

  public FormatException(Path file, String place, String problem) {
    this(file, place + ": " + problem);
  }

  /** A name or text out of a file, shortened and on one line, for a message. */
  public static String quote(String found) {
    var start = found.length() <= 60 ? found : found.substring(0, 60) + "…";
    return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
