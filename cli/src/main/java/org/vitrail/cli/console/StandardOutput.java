package org.vitrail.cli.console;

import java.io.IOException;
import java.io.OutputStream;

/** An output that remembers why it failed, which a {@link java.io.PrintStream} keeps to itself. */
public final class StandardOutput extends OutputStream {
  private static final String NOBODY_READS = "Broken pipe";

  private final OutputStream out;
  private volatile IOException failure;

  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** What the system said when something could not be written; null if nothing was lost or nobody wanted to read on. */
  public String lost() {
    return failure == null || NOBODY_READS.equals(failure.getMessage()) ? null : failure.getMessage();
  }

  @Override public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override public void write(byte[] bytes, int at, int length) throws IOException {
    try {
      out.write(bytes, at, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override public void flush() throws IOException {
    out.flush();
  }
}
