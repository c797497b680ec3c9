package org.vitrail.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says a failure in one sentence, for a person who has no source code at hand. */
public final class Complaint {
  private Complaint() {}

  public static String sentence(Throwable failure) {
    return switch (failure) {
      case UncheckedIOException e -> sentence(e.getCause());
      case NoSuchFileException e -> e.getFile() + ": there is no such file or folder";
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      case FileAlreadyExistsException e -> e.getFile() + ": is there already";
      case FileSystemException e -> e.getFile() + ": " + (e.getReason() == null ? "cannot be used" : e.getReason());
      case CharacterCodingException _ -> "the input is not UTF-8; convert it first, for example with iconv";
      case IOException e when e.getMessage() != null -> e.getMessage();
      case OutOfMemoryError _ -> ("out of memory with a heap of %d MiB: take a smaller batch or model, "
          + "or set VITRAIL_JAVA_OPTIONS=-Xmx…").formatted(Runtime.getRuntime().maxMemory() >> 20);
      case Throwable e when isOurs(e) -> e.getMessage();
      default -> "unexpected " + failure + "; this is a defect, please report it with the trace that --debug shows";
    };
  }

  /** Errors that Vitrail's own code throws on purpose are sentences already. */
  private static boolean isOurs(Throwable e) {
    if (e.getMessage() == null) return false;
    if (e.getClass().getName().startsWith("org.vitrail.")) return true;
    var trace = e.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("org.vitrail.")
        && (e instanceof IllegalArgumentException || e instanceof IllegalStateException
            || e instanceof UnsupportedOperationException);
  }
}
