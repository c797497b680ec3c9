package org.vitrail.vlm.fusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.TrainingException;
import org.vitrail.tensor.io.FormatException;

/** All layouts that are known. */
final class MixedFolders {
  /** A layout, and where a model in it is. */
  record Found(MixedFolder layout, Path place) {}

  private MixedFolders() {}

  private static List<MixedFolder> layouts() {
    return ServiceLoader.load(MixedFolder.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /** The model at {@code path}; of a run the finished one, or else that of its newest checkpoint. */
  static Optional<Found> find(Path path) throws IOException {
    for (var place : List.of(path, path.resolve("model"), newest(path))) {
      if (!Files.isDirectory(place)) continue;
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

  static MixedModel open(Path path) throws IOException {
    if (!Files.exists(path)) throw new FormatException(path, "there is no such file or folder");
    var found = find(path).orElseThrow(() -> new FormatException(path, "there is no model that writes words and pictures "
        + "here; expected a folder with the config.json and the weights of a Chameleon or a CM3Leon, or a run"));
    return found.layout.open(found.place);
  }

  /** The layout that has a place for all that {@code model} has. */
  static MixedFolder of(MixedModel model) {
    return layouts().stream().filter(layout -> layout.fits(model)).findFirst().orElseThrow(() ->
        new IllegalArgumentException("no layout has a place for what this model of words and pictures has"));
  }
}
