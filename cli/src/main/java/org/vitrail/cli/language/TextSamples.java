package org.vitrail.cli.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.io.AtomicFile;

/** What a language model wrote while it trained: one file for each evaluation, in a folder of the run. */
final class TextSamples {
  private TextSamples() {}

  static void write(Path run, int step, String text) {
    try {
      var folder = Files.createDirectories(run.resolve("samples"));
      AtomicFile.write(folder.resolve("step-%06d.txt".formatted(step)), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Step and text of each, in order. */
  static List<List<String>> read(Path run) throws IOException {
    var folder = run.resolve("samples");
    if (!Files.isDirectory(folder)) return List.of();
    var samples = new ArrayList<List<String>>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(TextSamples::isSample).sorted().toList()) {
        var step = file.getFileName().toString().replaceAll("\\D", "").replaceFirst("^0+(?=.)", "");
        samples.add(List.of(step, Files.readString(file)));
      }
    }
    return samples;
  }

  /** Not what a crash left of one. */
  private static boolean isSample(Path file) {
    return file.getFileName().toString().matches("step-\\d+\\.txt");
  }
}
