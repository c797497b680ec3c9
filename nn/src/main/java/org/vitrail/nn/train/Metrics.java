package org.vitrail.nn.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.AtomicFile;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;

/**
 * {@code metrics.jsonl} of a run: one JSON object a line and step, with {@code step}, {@code loss}, {@code lr},
 * {@code gradNorm}, {@code examplesPerSecond} and, after an evaluation, {@code val}, an object of its measures. Each
 * line is written at once, so that the file can be followed.
 */
public final class Metrics implements AutoCloseable {
  static final String FILE = "metrics.jsonl";

  private final BufferedWriter out;

  /** Appends to {@code file}. */
  Metrics(Path file) throws IOException {
    out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void add(Map<String, Object> line) throws IOException {
    out.write(Json.write(line));
    out.write('\n');
    out.flush();
  }

  @Override public void close() throws IOException {
    out.close();
  }

  /** The lines of a run's or checkpoint's folder; one that is being written is left out. */
  public static List<Map<?, ?>> read(Path folder) throws IOException {
    var file = folder.resolve(FILE);
    var text = Files.readString(file);
    var lines = new ArrayList<Map<?, ?>>();
    for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      var value = Json.parse(file, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      if (!(value instanceof Map<?, ?> object)) {
        throw new FormatException(file, "line " + (lines.size() + 1), "expected an object");
      }
      lines.add(object);
    }
    return lines;
  }

  /** Replaces the file in folder {@code to} by that of {@code from}. */
  static void copy(Path from, Path to) throws IOException {
    try (var source = FileChannel.open(from.resolve(FILE))) {
      AtomicFile.write(to.resolve(FILE), target -> {
        for (long at = 0; at < source.size();) at += source.transferTo(at, source.size() - at, target);
      });
    }
  }
}
