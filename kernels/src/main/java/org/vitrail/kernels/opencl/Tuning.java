package org.vitrail.kernels.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** What was measured to be best on a device, kept in a file for each device and driver beside its built programs. */
public final class Tuning {
  private final Path file;
  private final Map<String, String> settings = new ConcurrentHashMap<>();

  private Tuning(Path file) {
    this.file = file;
  }

  /** The settings of a device; none where it was never tuned. */
  static Tuning of(Hardware hardware) {
    var tuning = new Tuning(BinaryCache.folder(hardware).resolve("tuning.properties"));
    try (var in = Files.newBufferedReader(tuning.file)) {
      var properties = new Properties();
      properties.load(in);
      properties.stringPropertyNames().forEach(key -> tuning.settings.put(key, properties.getProperty(key)));
    } catch (IOException | IllegalArgumentException absent) {
      tuning.settings.clear();
    }
    return tuning;
  }

  public Optional<String> find(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  public void put(String key, String value) {
    settings.put(key, value);
  }

  /** Forgets everything, until it is saved only here. */
  public void clear() {
    settings.clear();
  }

  /** Writes the settings to disk and says where. */
  public Path save() throws IOException {
    Files.createDirectories(file.getParent());
    var draft = Files.createTempFile(file.getParent(), "draft", null);
    var properties = new Properties();
    properties.putAll(settings);
    try (var out = Files.newBufferedWriter(draft)) {
      properties.store(out, "Measured by vitrail tune");
    }
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
