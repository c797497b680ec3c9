package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.TrainingException;
import org.vitrail.tensor.io.FormatException;

/** All layouts that are known, in the order in which they are asked. */
final class ModelFolders {
  /** A layout, and where a model in it is. */
  record Found(ModelFolder layout, Path place) {}

  private ModelFolders() {}

  private static List<ModelFolder> layouts() {
    return ServiceLoader.load(ModelFolder.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /** The model at {@code path}; of a run the finished one, or else that of its newest checkpoint. */
  static Optional<Found> find(Path path) throws IOException {
    for (var place : List.of(path, path.resolve("model"), newest(path))) {
      if (!Files.exists(place)) continue;
      for (var layout : layouts()) {
        if (layout.holds(place)) return Optional.of(new Found(layout, place));
      }
    }
    return Optional.empty();
  }

  private static Path newest(Path path) throws IOException {
    try {
      return Files.isDirectory(path) ? Checkpoint.open(path).folder() : path;
    } catch (TrainingException noRun) {
      return path;
    }
  }

  static VisionText open(Path path) throws IOException {
    if (!Files.exists(path)) throw new FormatException(path, "there is no such file or folder");
    var found = find(path).orElseThrow(() -> new FormatException(path, "there is no model of pictures and texts here; "
        + "expected a folder with config.json or open_clip_config.json and the weights, a run, or OpenAI's file"));
    return found.layout.open(found.place);
  }

  /** The layout that has a place for all that {@code model} has. */
  static ModelFolder of(DualEncoder model) {
    return layouts().stream().filter(layout -> layout.fits(model)).findFirst().orElseThrow(() ->
        new IllegalArgumentException("no layout has a place for what this " + model.getClass().getSimpleName() + " has"));
  }
}
