package org.vitrail.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Catches what is said on a console. */
public final class Spoken {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  public Console console(boolean terminal) {
    return console(terminal, false, StandardCharsets.UTF_8);
  }

  public Console console(boolean terminal, boolean colours, Charset charset) {
    return new Console(new PrintStream(out, true, charset), new PrintStream(err, true, charset),
        terminal, terminal, colours);
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
