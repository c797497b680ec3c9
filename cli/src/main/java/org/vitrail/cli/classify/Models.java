package org.vitrail.cli.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.vlm.VisionText;

/** Finds the model that a path means. */
public final class Models {
  private static final int SHOWN = 5;

  private Models() {}

  /** The folder with {@code config.json}: {@code path} itself, or the newest checkpoint of the run in it. */
  public static Path locate(Path path) throws IOException {
    UserError.unless(!VisionText.isIn(path), path + " is a model of pictures and texts; ask it with: vitrail zeroshot "
        + "--model " + path + " --labels \"a cat,a dog\" PICTURE.png");
    UserError.unless(Files.exists(path), path + " does not exist; name a run's folder or a folder with a model");
    return Files.exists(path.resolve("config.json")) ? path : Checkpoint.open(path).folder();
  }

  /** The settings of the run that made a model; empty for a model of another origin. */
  public static Map<String, Object> settings(Path model) throws IOException {
    return Files.exists(model.resolve("train_state.json")) ? Checkpoint.open(model).settings() : Map.of();
  }

  /** The first few names of a list, and how many there are. */
  public static String list(List<String> names) {
    return names.size() + " classes (" + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (names.size() > SHOWN ? ", …)" : ")");
  }
}
