package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach void old() throws IOException {
    file = Files.writeString(folder.resolve("file"), "old");
  }

  private static void put(FileChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap("new".getBytes()));
  }

  @Test void replaces() throws IOException {
    AtomicFile.write(file, AtomicFileTest::put);
    assertEquals("new", Files.readString(file));
    alone();
  }

  @Test void aFullDiskLeavesTheOldFile() throws IOException {
    var e = assertThrows(IOException.class, () -> AtomicFile.write(file, channel -> {
      put(channel);
      throw new IOException("No space left on device");
    }));
    assertEquals(file + " could not be written and is left as it was: No space left on device", e.getMessage());
    assertEquals("old", Files.readString(file));
    alone();
  }

  @Test void aMistakeLeavesTheOldFile() throws IOException {
    assertThrows(ArithmeticException.class, () -> AtomicFile.write(file, channel -> {
      put(channel);
      throw new ArithmeticException();
    }));
    assertEquals("old", Files.readString(file));
    alone();
  }

  @Test void saysThatTheFolderIsMissing() {
    var missing = folder.resolve("no/file");
    var e = assertThrows(IOException.class, () -> AtomicFile.write(missing, AtomicFileTest::put));
    assertEquals(missing + " could not be written and is left as it was: the folder does not exist", e.getMessage());
  }

  private void alone() throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
