package org.vitrail.vlm.fusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/** The small Chameleon for generated scenes that comes with Vitrail; its model card is beside its weights. */
final class SceneChameleon {
  private static final List<String> FILES = List.of("config.json", "model.safetensors", "tokenizer.json",
      "tokenizer_config.json", "preprocessor_config.json", "processor_config.json");

  private SceneChameleon() {}

  /** Its files reach a folder for as long as they are read. */
  static MixedModel open() throws IOException {
    var folder = Files.createTempDirectory("vitrail-chameleon");
    try {
      for (var name : FILES) copy(name, folder.resolve(name));
      return MixedModel.open(folder);
    } finally {
      for (var name : FILES) Files.deleteIfExists(folder.resolve(name));
      Files.delete(folder);
    }
  }

  private static void copy(String name, Path file) throws IOException {
    try (var stored = SceneChameleon.class.getResourceAsStream("scenes/" + name)) {
      if (stored == null) throw new FormatException(Path.of("scenes", name), "it is not part of this build");
      Files.copy(stored, file);
    }
  }
}
