package org.vitrail.bench.limit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sizes of the data caches in bytes: L1 and L2 of one core, L3 of them all.
 *
 * @param known whether the system told them; else they are what most processors have at least
 */
public record Caches(long l1, long l2, long l3, boolean known) {
  private static final Path SYSTEM = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final Caches USUAL = new Caches(32 << 10, 512 << 10, 32 << 20, false);

  /** The caches of the first processor. */
  public static Caches find() {
    if (!Files.isDirectory(SYSTEM)) return USUAL;
    var sizes = new long[4];
    try (var indices = Files.newDirectoryStream(SYSTEM, "index*")) {
      for (var index : indices) {
        int level = Integer.parseInt(read(index, "level"));
        if (!read(index, "type").equals("Instruction")) sizes[level] = size(read(index, "size"));
      }
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return USUAL;
    }
    return sizes[1] > 0 && sizes[2] > 0 ? new Caches(sizes[1], sizes[2], Math.max(sizes[3], sizes[2]), true) : USUAL;
  }

  private static String read(Path index, String name) throws IOException {
    return Files.readString(index.resolve(name)).strip();
  }

  /** {@code 48K}. */
  static long size(String text) {
    long number = Long.parseLong(text.replaceAll("[^0-9]", ""));
    return text.endsWith("M") ? number << 20 : text.endsWith("K") ? number << 10 : number;
  }
}
