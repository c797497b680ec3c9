package org.vitrail.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Catches what is said on a console. */
final class Spoken {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  Console console(boolean terminal) {
    return console(terminal, false, StandardCharsets.UTF_8);
  }

  Console console(boolean terminal, boolean colours, Charset charset) {
    return new Console(new PrintStream(out, true, charset), new PrintStream(err, true, charset),
        terminal, terminal, colours);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
