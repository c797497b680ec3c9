package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.FormatException;

/** A layout of files that hold a model, its settings for pictures, and its tokenizer. Found as a service. */
public interface ModelFolder {

  /**
   * Whether what is at {@code path}, a folder or a file, is in this layout.
   *
   * @throws FormatException if the file that tells it is damaged
   */
  boolean holds(Path path) throws IOException;

  /**
   * The model at {@code path}.
   *
   * @throws FormatException in one sentence, if a file is missing, damaged, or asks for what is not known here
   */
  VisionText open(Path path) throws IOException;

  /** Whether the layout has a place for all that {@code model} has. */
  boolean fits(DualEncoder model);

  /** The names and shapes under which the layout keeps the parameters of a model that {@link #fits}. */
  WeightMap weights(DualEncoder model);

  /** Writes a model with its settings for pictures and the files of its tokenizer, the weights last. */
  void save(VisionText model, Path folder) throws IOException;
}
