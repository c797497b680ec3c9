package org.vitrail.cli.language;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.console.Utf8;
import picocli.CommandLine.Option;

/** The text to learn from. */
final class TextOptions {
  @Option(names = "--data", paramLabel = "FILE", description = "A text file to learn from.")
  private Path data;

  @Option(names = "--vocabulary", paramLabel = "N", defaultValue = "1024",
      description = "Tokens that --tokenizer bpe learns from the text (${DEFAULT-VALUE}).")
  int vocabulary;

  /** The name of the file. */
  String file() {
    UserError.unless(data != null, "name the text to learn from with --data FILE");
    return data.getFileName().toString();
  }

  /** The name of the file without its ending. */
  String name() {
    return file().replaceFirst("\\.[^.]*$", "");
  }

  String read() throws IOException {
    return Utf8.read(data);
  }
}
