package org.vitrail.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is replaced whole: written beside the old one, forced to disk, then renamed over it. A crash, a full disk
 * or an exception leaves the old file as it was.
 */
public final class AtomicFile {
  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  public static void write(Path file, byte[] content) throws IOException {
    var bytes = ByteBuffer.wrap(content);
    write(file, channel -> {
      while (bytes.hasRemaining()) channel.write(bytes);
    });
  }

  public static void write(Path file, Content content) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    var draft = folder.resolve("." + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
    try {
      try (var channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
    } catch (IOException e) {
      throw new IOException(file + " could not be written and is left as it was: " + reason(e), e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Makes the rename itself durable, where the system lets a folder be opened. */
  private static void force(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // Windows keeps its directory entries by itself.
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException ? "the folder does not exist"
        : e instanceof java.nio.file.AccessDeniedException ? "access denied"
        : e.getMessage();
  }
}
