package org.vitrail.kernels.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Built programs on disk, in a folder for each device and driver: {@code ~/.cache/vitrail/opencl}, or under
 * {@code XDG_CACHE_HOME}, or {@code -Dvitrail.cache=FOLDER}. A file that is damaged or cannot be written costs a build,
 * nothing else.
 */
final class BinaryCache {
  private static final String POCL = "Portable Computing Language";

  private final Path folder;
  private final boolean used;

  private BinaryCache(Path folder, boolean used) {
    this.folder = folder;
    this.used = used;
  }

  /** PoCL keeps what it built itself, and to be asked for it makes it build twice: there the folder must be given. */
  static BinaryCache of(Hardware hardware) {
    boolean used = !hardware.platform().equals(POCL) || System.getProperty("vitrail.cache") != null;
    return new BinaryCache(folder(hardware), used);
  }

  /** Whether programs are looked for and kept. */
  boolean isUsed() {
    return used;
  }

  /** Where what was learnt about a device is kept. */
  static Path folder(Hardware hardware) {
    var identity = String.join("\n", hardware.platform(), hardware.name(), hardware.version(), hardware.driver());
    return root().resolve("opencl").resolve(hardware.name().replaceAll("[^A-Za-z0-9]+", "-") + "-"
        + digest(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 8));
  }

  private static Path root() {
    var given = System.getProperty("vitrail.cache");
    if (given != null) return Path.of(given);
    var xdg = System.getenv("XDG_CACHE_HOME");
    var base = xdg != null && !xdg.isEmpty() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("vitrail");
  }

  private Path file(Source source) {
    var content = source.buildOptions() + "\n" + source.text();
    return folder.resolve(source.name().replace(".cl", "") + "-"
        + digest(content.getBytes(StandardCharsets.UTF_8)).substring(0, 24) + ".bin");
  }

  /** The binary, if a whole one is there: it begins with its own digest. */
  Optional<byte[]> find(Source source) {
    try {
      var bytes = Files.readAllBytes(file(source));
      if (bytes.length <= 64) return Optional.empty();
      var binary = java.util.Arrays.copyOfRange(bytes, 64, bytes.length);
      var sum = new String(bytes, 0, 64, StandardCharsets.US_ASCII);
      return digest(binary).equals(sum) ? Optional.of(binary) : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  void keep(Source source, byte[] binary) {
    var target = file(source);
    try {
      Files.createDirectories(folder);
      var draft = Files.createTempFile(folder, "draft", null);
      try (var out = Files.newOutputStream(draft)) {
        out.write(digest(binary).getBytes(StandardCharsets.US_ASCII));
        out.write(binary);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException unwritable) {
      // the next start builds again
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
