package org.vitrail.vlm.fusion;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrail.nn.WeightMap;

/** A layout of files that hold a {@link MixedModel}. Found as a service. */
public interface MixedFolder {

  /**
   * Whether what is in a folder is in this layout.
   *
   * @throws org.vitrail.tensor.io.FormatException if the file that tells it is damaged
   */
  boolean holds(Path folder) throws IOException;

  /**
   * The model in a folder.
   *
   * @throws org.vitrail.tensor.io.FormatException in one sentence, if a file is missing, damaged, or asks for what is not
   *     known here
   */
  MixedModel open(Path folder) throws IOException;

  /** Whether the layout has a place for all that {@code model} has. */
  boolean fits(MixedModel model);

  /** The names and shapes under which the layout keeps the parameters of a model that {@link #fits}. */
  WeightMap weights(MixedModel model);

  /** Writes a model with its settings for pictures and the files of its tokenizer, the weights last. */
  void save(MixedModel model, Path folder) throws IOException;
}
