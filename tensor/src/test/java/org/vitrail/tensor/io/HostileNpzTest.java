package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.tensor.Tensor;

class HostileNpzTest {
  private static final int CENTRAL_HEADER = 0x02014b50;

  @TempDir Path folder;

  /** An archive of one array with four bytes of its central header replaced. */
  private Path altered(int offset, int value) throws IOException {
    var file = folder.resolve("a.npz");
    Npz.write(file, Map.of("x", Tensor.zeros(100)));
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (bytes.getInt(at) != CENTRAL_HEADER) at++;
    return Files.write(file, bytes.putInt(at + offset, value).array());
  }

  private static String refuses(Path file) throws IOException {
    try (var archive = Npz.open(file)) {
      return assertThrows(FormatException.class, () -> archive.tensor("x")).getMessage();
    }
  }

  @Test void refusesWhatExpandsTooFar() throws IOException {
    var problem = refuses(altered(24, 500_000));
    assertTrue(problem.contains("array 'x': is said to expand ") && problem.endsWith(" bytes to 500000"), problem);
    problem = refuses(altered(24, -2));
    assertTrue(problem.contains("array 'x': "), problem);
  }

  @Test void refusesAnotherLengthOrChecksum() throws IOException {
    for (var file : new Path[] {altered(24, 527), altered(24, 529), altered(16, 1)}) {
      assertEquals(file + ": array 'x': is damaged: its length or checksum is not the one noted", refuses(file));
    }
  }

  @Test void refusesWhatIsNoArchive() throws IOException {
    var file = Files.writeString(folder.resolve("text.npz"), "no archive");
    var message = assertThrows(FormatException.class, () -> Npz.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": expected a zip archive: "), message);
    Files.write(file, new byte[0]);
    assertThrows(FormatException.class, () -> Npz.open(file));
  }

  @Test void refusesTwoArraysOfOneName() throws IOException {
    var file = folder.resolve("twice.npz");
    Npz.write(file, Map.of("x", Tensor.zeros(1), "y", Tensor.ones(1)));
    var text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).replace("y.npy", "x.npy");
    Files.writeString(file, text, java.nio.charset.StandardCharsets.ISO_8859_1);
    var message = assertThrows(FormatException.class, () -> Npz.open(file)).getMessage();
    assertEquals(file + ": array 'x': occurs twice", message);
  }
}
